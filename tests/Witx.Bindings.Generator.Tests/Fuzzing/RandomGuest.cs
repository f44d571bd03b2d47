using System;
using System.Linq;
using System.Text;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;
using Witx.Bindings.Wasmtime;
using Xunit;
using CoreType = Witx.Bindings.Glue.CoreType;
using Guest = Witx.Bindings.Wasmtime.Guest;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// A guest that calls the functions of an interface on given memory. It passes values by the rules of the interface, not of generated code.
/// </summary>
internal sealed class RandomGuest : IDisposable
{
    private readonly Engine _engine = new(new Config().WithMemory64(true));
    private readonly Store _store;
    private readonly Module _module;
    private readonly Guest _guest;
    private readonly Memory _memory;

    public RandomGuest(IHostModule host, WitxDocument document, PointerWidth width)
    {
        _store = new Store(_engine);
        _module = Module.FromText(_engine, "guest", Text(host, document, width is PointerWidth.Bits64));
        _guest = new HostImports().Add(host).Instantiate(_store, _module);
        _memory = _guest.Instance.GetMemory("memory")!;
    }

    /// <summary>Calls a function from the guest.</summary>
    /// <param name="function">The function.</param>
    /// <param name="memory">The start of the guest's memory. The call updates it.</param>
    /// <param name="values">The addresses and counts to pass. For a value passed directly, the address from which the guest loads
    /// it.</param>
    /// <returns>True if the host accepted the call. An unexpected fault fails the test.</returns>
    public bool Call(string function, byte[] memory, params int[] values)
    {
        GuestFault? fault = FaultOf(function, memory, values);
        Assert.True(fault is null or GuestFault.UnknownValue, $"{function}: {fault}");
        return fault is null;
    }

    /// <summary>Calls a function from the guest and returns the fault that the host reports.</summary>
    public GuestFault? FaultOf(string function, byte[] memory, params int[] values)
    {
        memory.CopyTo(_memory.GetSpan(0, memory.Length));
        try
        {
            Assert.Equal(0, _guest.Invoke(function, [.. values.Select(static value => (GuestValue)value)]).Int32);
            return null;
        }
        catch (GuestFaultException fault)
        {
            return fault.Fault;
        }
        finally
        {
            _memory.GetSpan(0, memory.Length).CopyTo(memory);
        }
    }

    public void Dispose()
    {
        _guest.Dispose();
        _module.Dispose();
        _store.Dispose();
        _engine.Dispose();
    }

    private static string Text(IHostModule host, WitxDocument document, bool isWide)
    {
        StringBuilder imports = new();
        StringBuilder exports = new();
        foreach (HostFunction function in host.Functions)
        {
            string[] core = [.. function.Signature.Parameters.ToArray().Select(Name)];
            string result = function.Signature.Result is { } type ? $"(result {Name(type)})" : "";
            imports.AppendLine(
                $"(import \"{function.Module}\" \"{function.Name}\" (func ${function.Name} (param {string.Join(" ", core)}) {result}))");
            WitxType first = document.Modules[0].Functions.Single(each => each.Name == function.Name).Parameters[0].Type;
            string[] locals = [.. core.Select((type, i) => isWide && i > 0 && type is "i64" ? Widen(i) : $"(local.get {i})")];
            string arguments = Load(first, isWide) + " " + string.Join(" ", locals.Skip(1));
            exports.AppendLine($"(func (export \"{function.Name}\") (param{string.Concat(Enumerable.Repeat(" i32", core.Length))}) "
                + $"{result} (call ${function.Name} {arguments}))");
        }

        return $"(module {imports} (memory (export \"memory\") {(isWide ? "i64" : "")} 1) {exports})";
    }

    private static string Widen(int local) => $"(i64.extend_i32_u (local.get {local}))";

    private static string Name(CoreType type) => type.ToString().ToLowerInvariant();

    /// <summary>Writes the guest code that passes the value at an address.</summary>
    private static string Load(WitxType type, bool isWide)
    {
        string load = type.Resolved switch
        {
            BuiltinType { Kind: BuiltinKind.S8 } => "i32.load8_s",
            BuiltinType { Kind: BuiltinKind.S16 } => "i32.load16_s",
            BuiltinType { Kind: BuiltinKind.U64 or BuiltinKind.S64 } or FlagsType { Repr: IntRepr.U64 } or EnumType { IsWide: true } =>
                "i64.load",
            BuiltinType { Kind: BuiltinKind.USize } when isWide => "i64.load",
            BuiltinType { Kind: BuiltinKind.F32 } => "f32.load",
            BuiltinType { Kind: BuiltinKind.F64 } => "f64.load",
            BuiltinType or FlagsType or EnumType or BoolType or HandleType or VariantType { HasPayloads: false } =>
                Layout.Create(type, PointerWidth.Bits32).Size switch
                {
                    1 => "i32.load8_u",
                    2 => "i32.load16_u",
                    _ => "i32.load",
                },
            _ => "",
        };
        string address = isWide ? Widen(0) : "(local.get 0)";
        return load.Length == 0 ? address : $"({load} {address})";
    }
}
