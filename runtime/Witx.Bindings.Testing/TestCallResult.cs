using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Testing;

/// <summary>The result of a call of a <see cref="TestGuest"/>.</summary>
public sealed class TestCallResult
{
    private readonly string _function;

    private TestCallResult(string function, bool isOk, object? error, ImmutableArray<object> values)
    {
        _function = function;
        IsOk = isOk;
        Error = error;
        Values = values;
    }

    /// <summary>True if the function succeeded, or cannot fail.</summary>
    public bool IsOk { get; }

    /// <summary>The error of a failed call; null after a success, and if the function has no error values.</summary>
    public object? Error { get; }

    /// <summary>The values that the function returned, in the order of the witx file; empty after a failure.</summary>
    public ImmutableArray<object> Values { get; }

    /// <summary>Gets a value that the function returned.</summary>
    /// <typeparam name="T">The C# type of the value.</typeparam>
    /// <param name="index">The index of the value; 0 for the only one.</param>
    /// <exception cref="InvalidOperationException">The call failed, or the value has another type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The function returned fewer values.</exception>
    public T GetValue<T>(int index = 0)
        where T : struct
    {
        if (!IsOk)
        {
            throw new InvalidOperationException($"'{_function}' failed with {Error ?? "no error value"}, so it has no value.");
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Values.Length, nameof(index));
        return Cast<T>(Values[index]);
    }

    /// <summary>Gets the error of a failed call.</summary>
    /// <typeparam name="T">The C# type of the error.</typeparam>
    /// <exception cref="InvalidOperationException">The call succeeded, or the error has another type or no value.</exception>
    public T GetError<T>()
        where T : struct =>
        IsOk
            ? throw new InvalidOperationException($"'{_function}' succeeded with {this}, so it has no error.")
            : Cast<T>(Error ?? throw new InvalidOperationException($"The error of '{_function}' has no value; check IsOk."));

    /// <summary>Returns the result as text: <c>Ok(5)</c> or <c>Failed(NotFound)</c>.</summary>
    public override string ToString() => IsOk ? $"Ok({string.Join(", ", Values)})" : $"Failed({Error})";

    internal static TestCallResult Create(
        string function, WitxResult result, long core, HostValues arguments, GuestMemory memory)
    {
        bool canFail = result.Kind is WitxResultKind.Error or WitxResultKind.Failure;
        if (canFail && core != 0)
        {
            return new TestCallResult(function, false, ReadCore(result, core), []);
        }

        ImmutableArray<object>.Builder values = ImmutableArray.CreateBuilder<object>();
        if (result.Kind is WitxResultKind.Value && ReadCore(result, core) is { } value)
        {
            values.Add(value);
        }

        foreach (WitxParameter output in result.Outputs)
        {
            values.Add(output.ReadCopy(arguments, memory));
        }

        return new TestCallResult(function, true, null, values.ToImmutable());
    }

    private static object? ReadCore(WitxResult result, long core)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, core);
        return result.Core?.Read(bytes);
    }

    private T Cast<T>(object value) => value is T typed
        ? typed
        : throw new InvalidOperationException($"'{_function}' returned a '{value.GetType()}', not a '{typeof(T)}'.");
}
