using System;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings;

/// <summary>What a function of a witx interface answers: a value, or an error in its place. A body returns either as it is.</summary>
/// <typeparam name="T">What success carries.</typeparam>
/// <typeparam name="TError">What failure carries. A zero of it means success and is no failure.</typeparam>
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

    /// <summary>Whether it is a success.</summary>
    public bool IsOk { get; }

    /// <summary>The value of a success; a zero of its type in a failure.</summary>
    public T Value => _value;

    /// <summary>The error of a failure; a zero of its type in a success.</summary>
    public TError Error => _error;

    /// <summary>A success.</summary>
    /// <param name="value">What it carries.</param>
    public static Result<T, TError> Ok(T value) => new(value, default, true);

    /// <summary>A failure.</summary>
    /// <param name="error">Why.</param>
    public static Result<T, TError> Failed(TError error) => new(default, error, false);

    /// <summary>A success.</summary>
    /// <param name="value">What it carries.</param>
    public static implicit operator Result<T, TError>(T value) => Ok(value);

    /// <summary>A failure.</summary>
    /// <param name="error">Why.</param>
    public static implicit operator Result<T, TError>(TError error) => Failed(error);

    /// <summary>Whether two results are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Result<T, TError> left, Result<T, TError> right) => left.Equals(right);

    /// <summary>Whether two results differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Result<T, TError> left, Result<T, TError> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Result<T, TError> other) => IsOk == other.IsOk && _value.Equals(other._value) && _error.Equals(other._error);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Result<T, TError> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsOk, _value, _error);

    /// <summary>The value or the error, as text.</summary>
    public override string ToString() => IsOk ? $"Ok({_value})" : $"Failed({_error})";
}
