using System;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A name as C wants it, on the stack of the call that uses it.</summary>
internal unsafe struct NativeName
{
    /// <summary>The longest name of any Unix file system that matters: paths are checked against it before they get here.</summary>
    internal const int MaxLength = 255;

    private fixed byte _bytes[MaxLength + 1];

    internal NativeName(ReadOnlySpan<byte> name)
    {
        Unsafe.SkipInit(out this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxLength);
        name.CopyTo(new Span<byte>(Text, MaxLength));
        _bytes[name.Length] = 0;
    }

    internal byte* Text => (byte*)Unsafe.AsPointer(ref _bytes[0]);
}

/// <summary>A path or a link's target as C wants it, on the stack of the call that uses it.</summary>
internal unsafe struct NativePath
{
    /// <summary>Unix's own limit.</summary>
    internal const int MaxLength = 4095;

    private fixed byte _bytes[MaxLength + 1];

    internal NativePath(ReadOnlySpan<byte> path)
    {
        Unsafe.SkipInit(out this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(path.Length, MaxLength);
        path.CopyTo(new Span<byte>(Text, MaxLength));
        _bytes[path.Length] = 0;
    }

    internal byte* Text => (byte*)Unsafe.AsPointer(ref _bytes[0]);
}
