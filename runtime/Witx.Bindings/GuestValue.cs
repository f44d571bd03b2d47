using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>A value of core WebAssembly, to hand to a function of a guest or to take from one.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "The constructors and the properties are the named forms of the conversions.")]
public readonly struct GuestValue : IEquatable<GuestValue>
{
    /// <summary>Creates a value.</summary>
    /// <param name="type">The type.</param>
    /// <param name="bits">The bits, in the lower half for a type of 32.</param>
    public GuestValue(CoreType type, long bits)
    {
        Type = type;
        Bits = bits;
    }

    /// <summary>The type.</summary>
    public CoreType Type { get; }

    /// <summary>The bits, in the lower half for a type of 32.</summary>
    public long Bits { get; }

    /// <summary>The value of an <c>i32</c>.</summary>
    public int Int32 => unchecked((int)Bits);

    /// <summary>The value of an <c>i32</c>, unsigned: an address of most guests.</summary>
    public uint UInt32 => unchecked((uint)Bits);

    /// <summary>The value of an <c>i64</c>.</summary>
    public long Int64 => Bits;

    /// <summary>The value of an <c>i64</c>, unsigned.</summary>
    public ulong UInt64 => unchecked((ulong)Bits);

    /// <summary>The value of an <c>f32</c>.</summary>
    public float Single => BitConverter.Int32BitsToSingle(Int32);

    /// <summary>The value of an <c>f64</c>.</summary>
    public double Double => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>An <c>i32</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(int value) => new(CoreType.I32, unchecked((uint)value));

    /// <summary>An <c>i32</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(uint value) => new(CoreType.I32, value);

    /// <summary>An <c>i64</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(long value) => new(CoreType.I64, value);

    /// <summary>An <c>i64</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(ulong value) => new(CoreType.I64, unchecked((long)value));

    /// <summary>An <c>f32</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(float value) => new(CoreType.F32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>An <c>f64</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GuestValue(double value) => new(CoreType.F64, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Whether two values have the same type and bits.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(GuestValue left, GuestValue right) => left.Equals(right);

    /// <summary>Whether two values differ in type or bits.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(GuestValue left, GuestValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GuestValue other) => Type == other.Type && Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is GuestValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Bits);

    /// <summary>The value as WebAssembly's own texts write it: <c>i32:7</c>.</summary>
    public override string ToString() => Type switch
    {
        CoreType.I32 => string.Create(CultureInfo.InvariantCulture, $"i32:{Int32}"),
        CoreType.I64 => string.Create(CultureInfo.InvariantCulture, $"i64:{Int64}"),
        CoreType.F32 => string.Create(CultureInfo.InvariantCulture, $"f32:{Single}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"f64:{Double}"),
    };
}
