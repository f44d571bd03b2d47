using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Unwinds a guest thread that calls <c>thread_exit</c>. The other threads of the process go on.</summary>
internal sealed class ThreadExitException : Exception
{
    public ThreadExitException()
    {
    }

    public ThreadExitException(string message)
        : base(message)
    {
    }

    public ThreadExitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
