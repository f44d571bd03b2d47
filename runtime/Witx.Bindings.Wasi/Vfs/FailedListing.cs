using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>The listing of a directory that cannot be listed.</summary>
/// <param name="error">The error of every call.</param>
internal sealed class FailedListing(Errno error) : DirectoryListing
{
    internal override Errno MoveTo(ulong cookie) => error;

    internal override Errno Peek(out HostEntry entry, out bool found)
    {
        entry = default;
        found = false;
        return error;
    }

    internal override void Advance()
    {
    }
}
