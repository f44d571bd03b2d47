using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The exception that unwinds the threads of a process that executes another program (<c>exec</c>).</summary>
internal sealed class ProgramReplacedException(ProgramStart start)
    : Exception("The guest unwinds its stack to execute another program.")
{
    /// <summary>The program to execute.</summary>
    internal ProgramStart Start => start;
}
