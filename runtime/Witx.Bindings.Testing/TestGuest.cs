using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Testing;

/// <summary>A guest without an engine, which calls the functions of a generated host with C# values.</summary>
/// <remarks>
/// <para>
/// An argument is a value of the parameter's C# type. A string is passed as a <see cref="string"/>, or as a <see cref="byte"/> array to
/// choose its bytes. A list is passed as an array or another list that can be written by index; a pointer as one value, or as an array of
/// consecutive values. Elements that the host changes are written back to the array after the call. A <see cref="GuestAddress"/> passes an
/// address as it is.
/// </para>
/// <para>
/// Each argument is surrounded by a red zone. If the host changes bytes outside of the memory that was allocated, the call throws a
/// <see cref="RedZoneException"/>. Objects of this class are not thread-safe.
/// </para>
/// </remarks>
/// <example>
/// For a host of the function <c>get</c> with <c>(param $key string) (param $buffer (list u8))</c>:
/// <code><![CDATA[
/// TestGuest guest = new(new KeyValueHost(values));
/// byte[] buffer = new byte[8];
/// TestCallResult result = guest.Call("get", "greeting", buffer);
/// Assert.Equal(5u, result.GetValue<uint>());
/// Assert.Equal("hello"u8, buffer.AsSpan(0, 5));
/// Assert.Equal(KeyValueHost.Errno.NotFound, guest.Call("get", "farewell", buffer).GetError<KeyValueHost.Errno>());
/// ]]></code>
/// </example>
public sealed class TestGuest
{
    private readonly TestMemory _memory;
    private readonly TestCaller _caller;
    private int _kept;

    /// <summary>Creates a guest of one host.</summary>
    /// <param name="host">The host: an instance of a class with <see cref="WitxModuleAttribute"/>.</param>
    /// <param name="memorySize">The size of the guest's memory in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="memorySize"/> is less than 1.</exception>
    public TestGuest(IHostModule host, int memorySize = 1 << 20)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(memorySize, 1);
        Host = host;
        _memory = new TestMemory(memorySize);
        _caller = new TestCaller(_memory, Exports);
    }

    /// <summary>The host.</summary>
    public IHostModule Host { get; }

    /// <summary>The guest's memory, for example to read the target of a pointer that the host returned.</summary>
    public GuestMemory Memory => _memory.View;

    /// <summary>
    /// The functions that the guest exports, for host functions that call back into it. The name of a table's element is
    /// <c>table[index]</c>.
    /// </summary>
    public IDictionary<string, TestExport> Exports { get; } = new Dictionary<string, TestExport>();

    /// <summary>Allocates memory for a list of numbers that a value refers to, such as a buffer in a record. It stays allocated.</summary>
    /// <typeparam name="T">The type of a number, as in <see cref="GuestRange{T}"/>.</typeparam>
    /// <param name="values">The content.</param>
    /// <returns>The address and the number of elements.</returns>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not a number type.</exception>
    public GuestRange<T> Allocate<T>(params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!typeof(T).IsPrimitive || typeof(T) == typeof(bool) || typeof(T) == typeof(char))
        {
            throw new InvalidOperationException(
                $"'{typeof(T)}' is not a number type; pass values of other types as arguments, whose layout is known.");
        }

        _memory.Release(_kept);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        ulong address = _memory.Allocate("Allocate", bytes.Length, bytes.Length / Math.Max(values.Length, 1));
        bytes.CopyTo(_memory.View.Slice(address, (ulong)bytes.Length));
        _kept = _memory.Count;
        return new GuestRange<T>(address, (ulong)values.Length);
    }

    /// <summary>Allocates memory for a string that a value refers to. It stays allocated.</summary>
    /// <param name="text">The text, which is encoded as UTF-8.</param>
    /// <returns>The address and the length in bytes.</returns>
    public GuestRange<byte> AllocateString(string text) => Allocate<byte>(Encoding.UTF8.GetBytes(text));

    /// <summary>Calls a function of the host.</summary>
    /// <param name="function">The witx name of the function.</param>
    /// <param name="arguments">
    /// The arguments, in the order of the witx file. Cast an array of strings to <see cref="object"/> if it is the only argument.
    /// </param>
    /// <returns>The result. The memory of the arguments stays allocated until the next call or allocation.</returns>
    /// <exception cref="ArgumentException">
    /// The host does not implement the function, or an argument is missing or has another type than its parameter.
    /// </exception>
    /// <exception cref="RedZoneException">The host changed memory that was not allocated.</exception>
    /// <exception cref="WitxTrapException">The glue or the host trapped. Other exceptions of the host are thrown unchanged.</exception>
    public TestCallResult Call(string function, params ReadOnlySpan<object?> arguments)
    {
        HostFunction called = Find(function);
        WitxSignature signature = called.GetWitxSignature()
            ?? throw new ArgumentException($"The host does not implement '{called.Module}.{function}'.", nameof(function));
        if (arguments.Length != signature.Parameters.Length)
        {
            string names = string.Join(", ", signature.Parameters.Select(static parameter => parameter.Name));
            throw new ArgumentException(
                $"'{function}' has {signature.Parameters.Length} parameters ({names}), but {arguments.Length} arguments were passed.",
                nameof(arguments));
        }

        _memory.Release(_kept);
        TestCall call = new(called, _memory);
        for (int i = 0; i < arguments.Length; i++)
        {
            call.Write(signature.Parameters[i], arguments[i]);
        }

        foreach (WitxParameter output in signature.Result.Outputs)
        {
            call.WriteOutput(output, signature.Result);
        }

        long core = Enter(called, call.Arguments);
        _memory.Check($"{called.Module}.{function}");
        call.ReadBack();
        return TestCallResult.Create(function, signature.Result, core, call.Arguments, _memory.View);
    }

    private long Enter(HostFunction function, HostValues arguments)
    {
        if (function.Reentry is not { } reentry)
        {
            return function.Entry(Host, arguments, _memory.View);
        }

        GuestCall call = new(_caller);
        return reentry(Host, arguments, ref call);
    }

    private HostFunction Find(string name)
    {
        foreach (HostFunction function in Host.Functions)
        {
            if (function.Name == name)
            {
                return function;
            }
        }

        string names = string.Join("', '", Host.Functions.ToArray().Select(static function => function.Name));
        throw new ArgumentException($"The host has no function '{name}'; it has '{names}'.", nameof(name));
    }
}

/// <summary>A function that a test guest exports.</summary>
/// <param name="arguments">The arguments that the host passes.</param>
/// <returns>The result; the default value for a function without result.</returns>
public delegate GuestValue TestExport(ReadOnlySpan<GuestValue> arguments);
