using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings;

/// <summary>What a function of a witx interface answers that can fail without saying why.</summary>
/// <typeparam name="T">What success carries.</typeparam>
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

    /// <summary>A failure.</summary>
    public static Result<T> Failed => default;

    /// <summary>Whether it is a success.</summary>
    public bool IsOk { get; }

    /// <summary>The value of a success; a zero of its type in a failure.</summary>
    public T Value { get; }

    /// <summary>A success.</summary>
    /// <param name="value">What it carries.</param>
    public static Result<T> Ok(T value) => new(value);

    /// <summary>A success.</summary>
    /// <param name="value">What it carries.</param>
    public static implicit operator Result<T>(T value) => new(value);
}

/// <summary>What a function of a witx interface answers that has nothing to say but whether it succeeded.</summary>
public readonly record struct Result
{
    private Result(bool isOk) => IsOk = isOk;

    /// <summary>A success.</summary>
    public static Result Ok { get; } = new(true);

    /// <summary>A failure.</summary>
    public static Result Failed => default;

    /// <summary>Whether it is a success.</summary>
    public bool IsOk { get; }
}
