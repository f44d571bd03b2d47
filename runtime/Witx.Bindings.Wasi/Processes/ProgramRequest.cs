using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The request of a guest to execute a program.</summary>
/// <param name="Name">The path of the program, or the name to search for.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Environment">The environment variables; null for those of the process.</param>
/// <param name="SearchPath">The directories to search for a name without a slash, separated by colons; null to search in none.</param>
internal sealed record ProgramRequest(
    byte[] Name, IReadOnlyList<byte[]> Arguments, IReadOnlyList<byte[]>? Environment, byte[]? SearchPath);
