namespace Witx.Bindings.Wasi.Processes;

/// <summary>A program that a process is about to execute, with its arguments and environment.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">The arguments; the first one is the name of the program.</param>
/// <param name="Environment">The environment variables.</param>
internal sealed record ProgramStart(IExecutable Program, NulTerminatedStrings Arguments, NulTerminatedStrings Environment);
