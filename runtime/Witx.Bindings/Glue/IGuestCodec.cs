using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>The layout of a type in guest memory, with methods to read and write its values.</summary>
/// <remarks>Codecs are empty structs, so that the JIT compiles generic code for each of them without indirect calls.</remarks>
/// <typeparam name="T">The C# type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGuestCodec<T>
{
    /// <summary>The size of a value in bytes.</summary>
    static abstract int Size { get; }

    /// <summary>The alignment of a value in bytes, a power of two.</summary>
    static abstract int Alignment { get; }

    /// <summary>Reads a value. It reads each byte at most once, because guest threads may change the bytes at the same time.</summary>
    /// <param name="bytes">The guest memory to read from; at least <see cref="Size"/> bytes.</param>
    /// <exception cref="GuestFaultException">The bytes are not a value of the type.</exception>
    static abstract T Read(ReadOnlySpan<byte> bytes);

    /// <summary>Writes a value. Padding bytes are not changed.</summary>
    /// <param name="bytes">The guest memory to write to; at least <see cref="Size"/> bytes.</param>
    /// <param name="value">The value to write.</param>
    static abstract void Write(Span<byte> bytes, in T value);
}
