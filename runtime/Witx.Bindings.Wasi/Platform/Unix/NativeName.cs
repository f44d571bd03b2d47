using System;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A NUL-terminated path component on the stack.</summary>
internal unsafe struct NativeName
{
    /// <summary>The maximum length of a path component in bytes (<c>NAME_MAX</c>).</summary>
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

/// <summary>A NUL-terminated path, or target of a symbolic link, on the stack.</summary>
internal unsafe struct NativePath
{
    /// <summary>The maximum length of a path in bytes (<c>PATH_MAX</c> without the NUL).</summary>
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
