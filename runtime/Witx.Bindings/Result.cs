using System;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings;

/// <summary>The result of a witx function that returns a value or an error: <c>(expected T (error E))</c>.</summary>
/// <remarks>
/// A method returns a value or an error as it is, because both convert to a result. To a guest the error 0 means success. A result that
/// failed with the error 0 therefore traps.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> buffer)
/// {
///     if (!_values.TryGetValue(key.ToString(), out byte[]? value))
///     {
///         return Errno.NotFound;
///     }
///
///     return value.AsSpan().TryCopyTo(buffer.Span) ? (uint)value.Length : Errno.TooSmall;
/// }
/// ]]></code>
/// </example>
/// <typeparam name="T">The type of the value on success.</typeparam>
/// <typeparam name="TError">The type of the error on failure.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The two names are for the rare result whose value and error are of one type.")]
[SuppressMessage("Usage", "CA2225", Justification = "Ok and Failed are the named forms of the conversions.")]
public readonly struct Result<T, TError> : IEquatable<Result<T, TError>>
    where T : struct
    where TError : struct
{
    private readonly T _value;
    private readonly TError _error;

    private Result(T value, TError error, bool isOk)
    {
        _value = value;
        _error = error;
        IsOk = isOk;
    }

    /// <summary>True if the function succeeded.</summary>
    public bool IsOk { get; }

    /// <summary>The value of a successful result; the default value of <typeparamref name="T"/> after a failure.</summary>
    public T Value => _value;

    /// <summary>The error of a failed result; the default value of <typeparamref name="TError"/> after a success.</summary>
    public TError Error => _error;

    /// <summary>Creates a successful result.</summary>
    /// <param name="value">The value to return.</param>
    public static Result<T, TError> Ok(T value) => new(value, default, true);

    /// <summary>Creates a failed result.</summary>
    /// <param name="error">The error to return; not 0, which means success.</param>
    public static Result<T, TError> Failed(TError error) => new(default, error, false);

    /// <summary>Creates a successful result.</summary>
    /// <param name="value">The value to return.</param>
    public static implicit operator Result<T, TError>(T value) => Ok(value);

    /// <summary>Creates a failed result.</summary>
    /// <param name="error">The error to return; not 0, which means success.</param>
    public static implicit operator Result<T, TError>(TError error) => Failed(error);

    /// <summary>Returns true if both results succeeded with equal values or both failed with equal errors.</summary>
    /// <param name="left">The first result.</param>
    /// <param name="right">The second result.</param>
    public static bool operator ==(Result<T, TError> left, Result<T, TError> right) => left.Equals(right);

    /// <summary>Returns true if two results are not equal.</summary>
    /// <param name="left">The first result.</param>
    /// <param name="right">The second result.</param>
    public static bool operator !=(Result<T, TError> left, Result<T, TError> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Result<T, TError> other) => IsOk == other.IsOk && _value.Equals(other._value) && _error.Equals(other._error);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Result<T, TError> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsOk, _value, _error);

    /// <summary>Returns <c>Ok(value)</c> or <c>Failed(error)</c>.</summary>
    public override string ToString() => IsOk ? $"Ok({_value})" : $"Failed({_error})";
}
