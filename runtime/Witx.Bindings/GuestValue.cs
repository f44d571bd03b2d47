using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>A core WebAssembly value with its type: an argument or the result of a guest function.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "The constructors and the properties are the named forms of the conversions.")]
public readonly struct GuestValue : IEquatable<GuestValue>
{
    /// <summary>Creates a value from its bits.</summary>
    /// <param name="type">The type of the value.</param>
    /// <param name="bits">The bits of the value; those of a 32-bit type are in the low half.</param>
    public GuestValue(CoreType type, long bits)
    {
        Type = type;
        Bits = bits;
    }

    /// <summary>The type of the value.</summary>
    public CoreType Type { get; }

    /// <summary>The bits of the value; those of a 32-bit type are in the low half.</summary>
    public long Bits { get; }

    /// <summary>The value as a signed <c>i32</c>. The type is not checked.</summary>
    public int Int32 => unchecked((int)Bits);

    /// <summary>The value as an unsigned <c>i32</c>, such as an address of a 32-bit guest. The type is not checked.</summary>
    public uint UInt32 => unchecked((uint)Bits);

    /// <summary>The value as a signed <c>i64</c>. The type is not checked.</summary>
    public long Int64 => Bits;

    /// <summary>The value as an unsigned <c>i64</c>, such as an address of a 64-bit guest. The type is not checked.</summary>
    public ulong UInt64 => unchecked((ulong)Bits);

    /// <summary>The value as an <c>f32</c>. The type is not checked.</summary>
    public float Single => BitConverter.Int32BitsToSingle(Int32);

    /// <summary>The value as an <c>f64</c>. The type is not checked.</summary>
    public double Double => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Creates an <c>i32</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(int value) => new(CoreType.I32, unchecked((uint)value));

    /// <summary>Creates an <c>i32</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(uint value) => new(CoreType.I32, value);

    /// <summary>Creates an <c>i64</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(long value) => new(CoreType.I64, value);

    /// <summary>Creates an <c>i64</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(ulong value) => new(CoreType.I64, unchecked((long)value));

    /// <summary>Creates an <c>f32</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(float value) => new(CoreType.F32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Creates an <c>f64</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(double value) => new(CoreType.F64, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Returns true if two values have the same type and bits.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    public static bool operator ==(GuestValue left, GuestValue right) => left.Equals(right);

    /// <summary>Returns true if two values differ in type or bits.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    public static bool operator !=(GuestValue left, GuestValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GuestValue other) => Type == other.Type && Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is GuestValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Bits);

    /// <summary>Returns the type and the value in decimal, such as <c>i32:7</c>.</summary>
    public override string ToString() => Type switch
    {
        CoreType.I32 => Format(Int32),
        CoreType.I64 => Format(Int64),
        CoreType.F32 => Format(Single),
        _ => Format(Double),
    };

    private string Format<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{Type.ToText()}:{value}");
}
