using System;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A NUL-terminated path component on the stack.</summary>
internal unsafe struct NativeName
{
    private fixed byte _bytes[PathLimits.MaxNameLength + 1];

    internal NativeName(ReadOnlySpan<byte> name)
    {
        Unsafe.SkipInit(out this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, PathLimits.MaxNameLength);
        name.CopyTo(new Span<byte>(Text, PathLimits.MaxNameLength));
        _bytes[name.Length] = 0;
    }

    internal byte* Text => (byte*)Unsafe.AsPointer(ref _bytes[0]);
}

/// <summary>A NUL-terminated path, or target of a symbolic link, on the stack.</summary>
internal unsafe struct NativePath
{
    private fixed byte _bytes[PathLimits.MaxPathLength + 1];

    internal NativePath(ReadOnlySpan<byte> path)
    {
        Unsafe.SkipInit(out this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(path.Length, PathLimits.MaxPathLength);
        path.CopyTo(new Span<byte>(Text, PathLimits.MaxPathLength));
        _bytes[path.Length] = 0;
    }

    internal byte* Text => (byte*)Unsafe.AsPointer(ref _bytes[0]);
}
