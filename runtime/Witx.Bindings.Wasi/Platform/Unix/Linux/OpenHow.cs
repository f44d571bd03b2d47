using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>Linux's <c>struct open_how</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct OpenHow(ulong flags, ulong mode, ulong resolve)
{
    internal readonly ulong Flags = flags;
    internal readonly ulong Mode = mode;
    internal readonly ulong Resolve = resolve;
}
