using System;
using System.Globalization;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Writes how a parameter is made out of core values.</summary>
internal static class EmitParameter
{
    public static void Read(CodeWriter writer, ParameterModel parameter, EquatableArray<FaultAnswer> answers)
    {
        string name = parameter.Name;
        int slot = parameter.Slot;
        switch (parameter.Shape)
        {
            case NumberShape number:
                Number(writer, number, name, slot, answers);
                break;
            case BoolShape:
                Checked(writer, $"uint {name}Value", $"arguments.UInt32({slot})", $"{name}Value > 1", "bool", answers);
                writer.Line($"bool {name} = {name}Value != 0;");
                break;
            case EnumShape e:
                Checked(writer, $"uint {name}Value", $"arguments.UInt32({slot})", $"{name}Value >= {e.Count}", e.Witx, answers);
                writer.Line($"{e.Type} {name} = ({e.Type}){name}Value;");
                break;
            case FlagsShape flags:
                Flags(writer, flags, name, slot, answers);
                break;
            case HandleShape handle:
                writer.Line($"{handle.Type} {name} = new(arguments.UInt32({slot}));");
                break;
            case PointerShape pointer:
                writer.Line(
                    $"WitxApi::GuestRef<{pointer.Target.Type}> {name} = WitxGlue::Guest.Ref<{pointer.Target.Type}, {pointer.Target.Codec}>(memory, {Address(pointer.Size, slot)});");
                break;
            case ListShape list:
                writer.Line(
                    $"WitxApi::GuestList<{list.Element.Type}> {name} = WitxGlue::Guest.List<{list.Element.Type}, {list.Element.Codec}>(memory, {Address(list.AddressSize, slot)}, {Address(list.AddressSize, slot + 1)});");
                break;
            case StringShape text:
                writer.Line($"WitxApi::GuestString {name} = new(memory, {Address(text.AddressSize, slot)}, {Address(text.AddressSize, slot + 1)});");
                break;
            case CompoundShape compound:
                writer.Line($"{compound.Type} {name} = WitxGlue::Guest.Read<{compound.Type}, {compound.Codec}>(memory, arguments.UInt32({slot}));");
                break;
        }
    }

    /// <summary>The address in a slot, by the core type that the slot has.</summary>
    public static string Address(SignatureModel signature, int slot) => Address(signature.Parameters[slot].Type is CoreType.I64 ? 8 : 4, slot);

    private static string Address(int size, int slot) => FormattableString.Invariant($"arguments.{(size == 8 ? "UInt64" : "UInt32")}({slot})");

    private static void Number(CodeWriter writer, NumberShape number, string name, int slot, EquatableArray<FaultAnswer> answers)
    {
        switch (number.Kind)
        {
            case BuiltinKind.U8 or BuiltinKind.Char8 or BuiltinKind.U16:
                Checked(writer, $"uint {name}Value", $"arguments.UInt32({slot})", $"{name}Value > {number.Type}.MaxValue", Witx(number), answers);
                writer.Line($"{number.Type} {name} = ({number.Type}){name}Value;");
                break;
            case BuiltinKind.S8 or BuiltinKind.S16:
                string range = $"{name}Value is < {number.Type}.MinValue or > {number.Type}.MaxValue";
                Checked(writer, $"int {name}Value", $"arguments.Int32({slot})", range, Witx(number), answers);
                writer.Line($"{number.Type} {name} = ({number.Type}){name}Value;");
                break;
            case BuiltinKind.Char:
                string isNone = $"!global::System.Text.Rune.TryCreate({name}Value, out {number.Type} {name})";
                Checked(writer, $"uint {name}Value", $"arguments.UInt32({slot})", isNone, Witx(number), answers);
                break;
            default:
                writer.Line($"{number.Type} {name} = arguments.{Accessor(number)}({slot});");
                break;
        }
    }

    private static void Flags(CodeWriter writer, FlagsShape flags, string name, int slot, EquatableArray<FaultAnswer> answers)
    {
        bool isLong = flags.Size == 8;
        string type = isLong ? "ulong" : "uint";
        string value = $"arguments.{(isLong ? "UInt64" : "UInt32")}({slot})";
        if (flags.Mask == (isLong ? ulong.MaxValue : uint.MaxValue))
        {
            writer.Line($"{flags.Type} {name} = ({flags.Type}){value};");
            return;
        }

        string mask = "0x" + flags.Mask.ToString("x", CultureInfo.InvariantCulture) + (isLong ? "UL" : "u");
        Checked(writer, $"{type} {name}Value", value, $"({name}Value & ~{mask}) != 0", flags.Witx, answers);
        writer.Line($"{flags.Type} {name} = ({flags.Type}){name}Value;");
    }

    private static void Checked(
        CodeWriter writer, string declaration, string value, string isWrong, string witx, EquatableArray<FaultAnswer> answers)
    {
        string raw = declaration.Substring(declaration.IndexOf(' ') + 1);
        writer.Line($"{declaration} = {value};");
        using (writer.Block($"if ({isWrong})"))
        {
            FaultAnswer? answer = answers.FirstOrDefault(static answer => answer.Fault is "UnknownValue");
            string wide = declaration.StartsWith("int ", StringComparison.Ordinal) ? $"unchecked((uint){raw})" : raw;
            writer.Line(answer is null
                ? $"WitxGlue::Faults.ThrowUnknownValue({EmitGlue.Literal(witx)}, {wide});"
                : $"return (long){answer.Answer};");
        }

        writer.Line();
    }

    private static string Accessor(NumberShape number) => (number.Kind, number.Size) switch
    {
        (BuiltinKind.S32, _) => "Int32",
        (BuiltinKind.S64, _) => "Int64",
        (BuiltinKind.F32, _) => "F32",
        (BuiltinKind.F64, _) => "F64",
        (_, 8) => "UInt64",
        _ => "UInt32",
    };

    private static string Witx(NumberShape number) => number.Kind.ToString().ToLowerInvariant();
}
