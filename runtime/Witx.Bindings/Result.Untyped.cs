using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings;

/// <summary>The result of a witx function that returns a value or fails without an error value: <c>(expected T (error))</c>.</summary>
/// <typeparam name="T">The type of the value on success.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "Failure has no value to infer the type from.")]
[SuppressMessage("Usage", "CA2225", Justification = "Ok is the named form of the conversion.")]
public readonly record struct Result<T>
    where T : struct
{
    private Result(T value)
    {
        Value = value;
        IsOk = true;
    }

    /// <summary>A failed result.</summary>
    public static Result<T> Failed => default;

    /// <summary>True if the function succeeded.</summary>
    public bool IsOk { get; }

    /// <summary>The value of a successful result; the default value of <typeparamref name="T"/> after a failure.</summary>
    public T Value { get; }

    /// <summary>Creates a successful result.</summary>
    /// <param name="value">The value to return.</param>
    public static Result<T> Ok(T value) => new(value);

    /// <summary>Creates a successful result.</summary>
    /// <param name="value">The value to return.</param>
    public static implicit operator Result<T>(T value) => new(value);
}

/// <summary>
/// The result of a witx function that succeeds or fails, without a value and without an error value: <c>(expected (error))</c>.
/// </summary>
public readonly record struct Result
{
    private Result(bool isOk) => IsOk = isOk;

    /// <summary>A successful result.</summary>
    public static Result Ok { get; } = new(true);

    /// <summary>A failed result.</summary>
    public static Result Failed => default;

    /// <summary>True if the function succeeded.</summary>
    public bool IsOk { get; }
}
