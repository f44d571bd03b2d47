using System;

namespace Witx.Bindings.Glue;

/// <summary>The layout of a type in guest memory, with methods that read and write its values as objects.</summary>
/// <remarks>It boxes values. Generated code uses <see cref="IGuestCodec{T}"/>, which does not.</remarks>
public abstract class GuestCodec
{
    private protected GuestCodec(Type type, int size, int alignment)
    {
        Type = type;
        Size = size;
        Alignment = alignment;
    }

    /// <summary>The C# type of a value.</summary>
    public Type Type { get; }

    /// <summary>The size of a value in bytes.</summary>
    public int Size { get; }

    /// <summary>The alignment of a value in bytes, a power of two.</summary>
    public int Alignment { get; }

    /// <summary>Returns the codec of a type.</summary>
    /// <typeparam name="T">The C# type of a value.</typeparam>
    /// <typeparam name="TCodec">The generated codec of <typeparamref name="T"/>.</typeparam>
    public static GuestCodec Create<T, TCodec>()
        where T : struct
        where TCodec : struct, IGuestCodec<T> =>
        BoxingCodec<T, TCodec>.Instance;

    /// <summary>Reads a value.</summary>
    /// <param name="bytes">The guest memory to read from; at least <see cref="Size"/> bytes.</param>
    /// <exception cref="GuestFaultException">The bytes are not a value of the type.</exception>
    public abstract object Read(ReadOnlySpan<byte> bytes);

    /// <summary>Reads consecutive values.</summary>
    /// <param name="bytes">The guest memory to read from; its length must be a multiple of <see cref="Size"/>.</param>
    /// <returns>A new array whose elements have the type <see cref="Type"/>.</returns>
    /// <exception cref="GuestFaultException">The bytes are not values of the type.</exception>
    public abstract Array ReadArray(ReadOnlySpan<byte> bytes);

    /// <summary>Writes a value. Padding bytes are not changed.</summary>
    /// <param name="bytes">The guest memory to write to; at least <see cref="Size"/> bytes.</param>
    /// <param name="value">The value to write, of the type <see cref="Type"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> has another type.</exception>
    public abstract void Write(Span<byte> bytes, object value);
}

internal sealed class BoxingCodec<T, TCodec> : GuestCodec
    where T : struct
    where TCodec : struct, IGuestCodec<T>
{
    internal static readonly BoxingCodec<T, TCodec> Instance = new();

    private BoxingCodec()
        : base(typeof(T), TCodec.Size, TCodec.Alignment)
    {
    }

    public override object Read(ReadOnlySpan<byte> bytes) => TCodec.Read(bytes);

    public override Array ReadArray(ReadOnlySpan<byte> bytes)
    {
        T[] values = new T[bytes.Length / TCodec.Size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = TCodec.Read(bytes[(i * TCodec.Size)..]);
        }

        return values;
    }

    public override void Write(Span<byte> bytes, object value) => TCodec.Write(
        bytes,
        value is T typed
            ? typed
            : throw new ArgumentException($"The value is a '{value?.GetType()}'; pass a '{typeof(T)}'.", nameof(value)));
}
