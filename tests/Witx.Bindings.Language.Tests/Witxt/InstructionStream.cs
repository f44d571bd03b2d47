using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Language.Tests;

/// <summary>
/// Formats the steps of a call like the witxt files, from a signature alone. They match the expected steps only if every core value belongs
/// to the right parameter or output.
/// </summary>
internal sealed class InstructionStream(WitxFunction function, PointerWidth width)
{
    private readonly FunctionSignature _signature = FunctionSignature.Create(function, width);
    private readonly List<string> _words = [];

    private string Address => width is PointerWidth.Bits64 ? "i64" : "i32";

    private WitxType? Ok => ExpectedShape.TryCreate(function.Results[0].Type)?.Ok;

    private bool IsTuple => Ok?.Resolved is TupleType;

    private int ParameterValues => _signature.Parameters.Count(static parameter => parameter.Role is not CoreParameterRole.OutAddress);

    /// <summary>Formats a call by the guest, which lowers values to core values.</summary>
    public IReadOnlyList<string> CallWasm()
    {
        for (int i = 0; i < function.Parameters.Length; i++)
        {
            Add($"get-arg{i}");
            Add(_signature.Parameters.First(parameter => parameter.Index == i) is { Role: CoreParameterRole.ListAddress }
                ? "list.pointer_length"
                : Lower(function.Parameters[i].Type));
        }

        for (int i = 0; i < _signature.Outputs.Length; i++)
        {
            Add("allocate-space", $"return_pointer.get{i}");
        }

        Add("call.wasm");
        switch (_signature.Form)
        {
            case ResultForm.Direct:
                Add(Lift(_signature.ResultType!));
                break;
            case ResultForm.Expected:
                LiftExpected();
                break;
        }

        Add("return");
        return _words;
    }

    /// <summary>Formats a call of the host, which lifts core values.</summary>
    public IReadOnlyList<string> CallInterface()
    {
        for (int i = 0; i < ParameterValues; i++)
        {
            CoreParameter core = _signature.Parameters[i];
            Add($"get-arg{i}");
            Add(core.Role switch
            {
                CoreParameterRole.ListAddress => [],
                CoreParameterRole.ListLength => ["list.from_pointer_length"],
                CoreParameterRole.Reference => ["load"],
                _ => [Lift(function.Parameters[core.Index].Type)],
            });
        }

        Add("call.interface");
        switch (_signature.Form)
        {
            case ResultForm.Direct:
                Add(Lower(_signature.ResultType!));
                break;
            case ResultForm.Expected:
                LowerExpected();
                break;
        }

        Add("return");
        return _words;
    }

    private void LiftExpected()
    {
        Add("block.push");
        for (int i = 0; i < _signature.Outputs.Length; i++)
        {
            Add($"return_pointer.get{i}", "load");
        }

        Add(IsTuple ? ["tuple.lift"] : []);
        Add("block.finish", "block.push");
        Add(_signature.ResultType is { } error ? ["reuse_return", Lift(error)] : []);
        Add("block.finish", "result.lift");
    }

    private void LowerExpected()
    {
        Add("block.push");
        Add(_signature.Outputs.IsEmpty ? [] : IsTuple ? ["variant-payload", "tuple.lower"] : ["variant-payload"]);
        for (int i = _signature.Parameters.Length - 1; i >= ParameterValues; i--)
        {
            Add($"get-arg{i}", "store");
        }

        Add("block.finish", "block.push");
        Add(_signature.ResultType is { } error ? ["variant-payload", Lower(error)] : []);
        Add("block.finish", "result.lower");
    }

    private string Lower(WitxType type) => type.Resolved switch
    {
        RecordType or TupleType or VariantType { HasPayloads: true } or ExpectedType => "addr-of",
        EnumType or BoolType or VariantType => "enum.lower",
        WitxType other => $"{Core(other)}.from_{Name(other)}",
    };

    private string Lift(WitxType type) => type.Resolved switch
    {
        EnumType or BoolType or VariantType => "enum.lift",
        WitxType other => $"{Name(other)}.from_{Core(other)}",
    };

    private string Core(WitxType type) => type switch
    {
        BuiltinType { Kind: BuiltinKind.U64 or BuiltinKind.S64 } or FlagsType { Repr: IntRepr.U64 } => "i64",
        BuiltinType { Kind: BuiltinKind.F32 or BuiltinKind.F64 } builtin => builtin.Kind.ToString().ToLowerInvariant(),
        BuiltinType { Kind: BuiltinKind.USize } or PointerType => Address,
        _ => "i32",
    };

    private static string Name(WitxType type) => type switch
    {
        BuiltinType { Kind: BuiltinKind.F32 or BuiltinKind.F64 } builtin => $"i{builtin.Kind}".ToLowerInvariant(),
        BuiltinType builtin => builtin.Kind.ToString().ToLowerInvariant(),
        FlagsType => "bitflags",
        HandleType => "handle",
        PointerType { IsConst: true } => "const_pointer",
        _ => "pointer",
    };

    private void Add(params string[] words) => _words.AddRange(words);
}
