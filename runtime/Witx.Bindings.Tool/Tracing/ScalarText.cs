using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats values that fit in a core value: numbers in decimal, enums and flags by name, addresses in hexadecimal.</summary>
internal static class ScalarText
{
    private const int MaxFlags = 8;

    public static StringBuilder AppendScalar(this StringBuilder text, WitxType type, ulong bits) => type.Resolved switch
    {
        BuiltinType builtin => text.AppendNumber(builtin.Kind, bits),
        BoolType when bits <= 1 => text.Append(bits is 1 ? "true" : "false"),
        EnumType enumeration when bits < (ulong)enumeration.Members.Length => text.Append(enumeration.Members[(int)bits].Name),
        VariantType variant when bits < (ulong)variant.Cases.Length => text.Append(variant.Cases[(int)bits].Name),
        FlagsType flags => text.AppendFlags(flags, bits),
        PointerType => text.AppendAddress(bits),
        _ => text.Append(bits),
    };

    public static StringBuilder AppendAddress(this StringBuilder text, ulong address) =>
        text.Append(CultureInfo.InvariantCulture, $"0x{address:x}");

    private static StringBuilder AppendNumber(this StringBuilder text, BuiltinKind kind, ulong bits) => kind switch
    {
        BuiltinKind.S8 => text.Append((sbyte)bits),
        BuiltinKind.S16 => text.Append((short)bits),
        BuiltinKind.S32 => text.Append((int)bits),
        BuiltinKind.S64 => text.Append((long)bits),
        BuiltinKind.F32 => text.Append(CultureInfo.InvariantCulture, $"{BitConverter.UInt32BitsToSingle((uint)bits)}"),
        BuiltinKind.F64 => text.Append(CultureInfo.InvariantCulture, $"{BitConverter.UInt64BitsToDouble(bits)}"),
        BuiltinKind.Char => text.Append(CultureInfo.InvariantCulture, $"U+{bits:X4}"),
        _ => text.Append(bits),
    };

    private static StringBuilder AppendFlags(this StringBuilder text, FlagsType flags, ulong bits)
    {
        ulong known = flags.Members.Length is 64 ? ulong.MaxValue : (1UL << flags.Members.Length) - 1;
        return bits is 0 ? text.Append('0')
            : (bits & ~known) is not 0 || BitOperations.PopCount(bits) > MaxFlags ? text.AppendAddress(bits)
            : text.AppendJoin('|', flags.Members.Where((_, bit) => (bits >> bit & 1) is 1).Select(static member => member.Name));
    }
}
