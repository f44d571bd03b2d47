using System;
using System.Globalization;
using System.Linq;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the conversion of core values to a parameter.</summary>
internal static class ParameterEmitter
{
    /// <param name="parameter">The parameter.</param>
    /// <param name="function">The function that it belongs to.</param>
    /// <param name="answer">Writes the return statement of the entry, given the core result.</param>
    public static void Read(CodeWriter writer, ParameterModel parameter, FunctionModel function, Action<string> answer)
    {
        string name = parameter.Local;
        string raw = parameter.Raw;
        Check check = new(writer, function, answer);
        switch (parameter.Shape)
        {
            case NumberShape number:
                Number(writer, number, parameter, check, function.Signature);
                break;
            case BoolShape:
                check.Write("uint", raw, Unsigned(function.Signature, parameter.Slot), $"{raw} > 1", "bool");
                writer.Line($"bool {name} = {raw} != 0;");
                break;
            case EnumShape e:
                string type = IsLong(function.Signature, parameter.Slot) ? "ulong" : "uint";
                check.Write(type, raw, Unsigned(function.Signature, parameter.Slot), $"{raw} >= {Number(e.Count)}", e.Witx);
                writer.Line($"{e.Type} {name} = ({e.Type}){raw};");
                break;
            case FlagsShape flags:
                Flags(writer, flags, parameter, check);
                break;
            case HandleShape handle:
                writer.Line($"{handle.Type} {name} = new({Unsigned(function.Signature, parameter.Slot)});");
                break;
            case CompoundShape compound:
                writer.Line($"{compound.Type} {name} = WitxGlue::GuestReader.Read<{compound.Type}, {compound.Codec}>(memory, "
                    + $"{Unsigned(function.Signature, parameter.Slot)});");
                break;
            default:
                Reference(writer, parameter, function);
                break;
        }
    }

    /// <summary>Formats the slice of guest memory that an output is written to.</summary>
    public static string Place(SignatureModel signature, OutputModel output) =>
        $"Slice({Unsigned(signature, output.Slot)}, {Number(output.Shape.Size)}, {Number(output.Shape.Alignment)})";

    /// <summary>
    /// Writes a reference to guest memory: a view, or a range if the function is reentrant and the guest may grow its memory.
    /// </summary>
    private static void Reference(CodeWriter writer, ParameterModel parameter, FunctionModel function)
    {
        string address = Unsigned(function.Signature, parameter.Slot);
        string Length() => Unsigned(function.Signature, parameter.Slot + 1);
        (string method, string arguments) = (parameter.Shape, function.IsReentrant) switch
        {
            (PointerShape { Target: var target }, false) => (Generic("Ref", target), address),
            (PointerShape { Target: var target }, true) => (Generic("Pointer", target), address),
            (ListShape { Element: var element }, false) => (Generic("List", element), $"{address}, {Length()}"),
            (ListShape { Element: var element }, true) => (Generic("Range", element), $"{address}, {Length()}"),
            (_, true) => ("Range<byte, WitxGlue::U8Codec>", $"{address}, {Length()}"),
            _ => ("", $"{address}, {Length()}"),
        };
        string open = method.Length == 0 ? "new" : "WitxGlue::GuestReader." + method;
        writer.Line($"{parameter.Type} {parameter.Local} = {open}(memory, {arguments});");
    }

    private static string Generic(string method, Shape data) => $"{method}<{TypeNames.Format(data.Type)}, {TypeNames.Format(data.Codec)}>";

    private static bool IsLong(SignatureModel signature, int slot) => signature.Parameters[slot].Type is CoreType.I64;

    private static string Unsigned(SignatureModel signature, int slot) =>
        IsLong(signature, slot) ? $"arguments.UInt64({Number(slot)})" : $"arguments.UInt32({Number(slot)})";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Number(CodeWriter writer, NumberShape number, ParameterModel parameter, Check check, SignatureModel signature)
    {
        (string name, string raw, int slot) = (parameter.Local, parameter.Raw, parameter.Slot);
        string signed = $"arguments.Int32({Number(slot)})";
        string unsigned = Unsigned(signature, slot);
        string witx = number.Kind.ToString().ToLowerInvariant();
        switch (number.Kind)
        {
            case BuiltinKind.U8 or BuiltinKind.Char8 or BuiltinKind.U16:
                check.Write("uint", raw, unsigned, $"{raw} > {TypeNames.Format(number.Type)}.MaxValue", witx);
                writer.Line($"{number.Type} {name} = ({number.Type}){raw};");
                break;
            case BuiltinKind.S8 or BuiltinKind.S16:
                check.Write(
                    "int",
                    raw,
                    signed,
                    $"{raw} is < {TypeNames.Format(number.Type)}.MinValue or > {TypeNames.Format(number.Type)}.MaxValue",
                    witx);
                writer.Line($"{number.Type} {name} = ({number.Type}){raw};");
                break;
            case BuiltinKind.Char:
                check.Write(
                    "uint",
                    raw,
                    unsigned,
                    $"!{TypeNames.Format(number.Type)}.TryCreate({raw}, out {TypeNames.Format(number.Type)} {name})",
                    witx);
                break;
            case BuiltinKind.S32:
                writer.Line($"int {name} = {signed};");
                break;
            case BuiltinKind.S64 or BuiltinKind.F32 or BuiltinKind.F64:
                string accessor = number.Kind is BuiltinKind.S64 ? "Int64" : number.Kind.ToString();
                writer.Line($"{number.Type} {name} = arguments.{accessor}({slot});");
                break;
            default:
                writer.Line($"{number.Type} {name} = {unsigned};");
                break;
        }
    }

    private static void Flags(CodeWriter writer, FlagsShape flags, ParameterModel parameter, Check check)
    {
        (string name, string raw, int slot) = (parameter.Local, parameter.Raw, parameter.Slot);
        bool isLong = flags.Size == 8;
        string value = $"arguments.{(isLong ? "UInt64" : "UInt32")}({Number(slot)})";
        if (flags.Mask == (isLong ? ulong.MaxValue : uint.MaxValue))
        {
            writer.Line($"{flags.Type} {name} = ({flags.Type}){value};");
            return;
        }

        string mask = "0x" + flags.Mask.ToString("x", CultureInfo.InvariantCulture) + (isLong ? "UL" : "u");
        check.Write(isLong ? "ulong" : "uint", raw, value, $"({raw} & ~{mask}) != 0", flags.Witx);
        writer.Line($"{flags.Type} {name} = ({flags.Type}){raw};");
    }

    /// <summary>Writes the check of a value that is passed directly.</summary>
    private readonly struct Check(CodeWriter writer, FunctionModel function, Action<string> answer)
    {
        public void Write(string type, string raw, string value, string isWrong, string witx)
        {
            writer.Line($"{type} {raw} = {value};");
            using (writer.Block($"if ({isWrong})"))
            {
                if (function.HandledFaults.FirstOrDefault(static answer => answer.Fault is "UnknownValue") is { } error)
                {
                    answer("(long)" + TypeNames.Format(error.Error));
                }
                else
                {
                    string wide = type is "int" ? $"unchecked((uint){raw})" : raw;
                    writer.Line($"WitxGlue::Faults.ThrowUnknownValue({LiteralEmitter.Format(witx)}, {wide});");
                }
            }

            writer.Line();
        }
    }
}
