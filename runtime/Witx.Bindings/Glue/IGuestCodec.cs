using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>How a type lies in guest memory. Implemented by empty structures, so that what reads many values is compiled for the very type.</summary>
/// <typeparam name="T">The type in C#.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGuestCodec<T>
{
    /// <summary>The size in bytes.</summary>
    static abstract int Size { get; }

    /// <summary>The alignment: a power of two.</summary>
    static abstract int Alignment { get; }

    /// <summary>Reads a value. Every byte is read at most once: another thread may be changing them.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="GuestFaultException">What lies there is no value of the type.</exception>
    static abstract T Read(ReadOnlySpan<byte> bytes);

    /// <summary>Writes a value, and no padding.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <param name="value">The value.</param>
    static abstract void Write(Span<byte> bytes, in T value);
}
