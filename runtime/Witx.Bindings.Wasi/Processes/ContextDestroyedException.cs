using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Unwinds a context that was destroyed (<c>context_destroy</c>). The other contexts of its thread go on.</summary>
internal sealed class ContextDestroyedException : Exception
{
    public ContextDestroyedException()
    {
    }

    public ContextDestroyedException(string message)
        : base(message)
    {
    }

    public ContextDestroyedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
