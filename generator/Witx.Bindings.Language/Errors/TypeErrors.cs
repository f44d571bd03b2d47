using System.Collections.Immutable;

namespace Witx.Bindings.Language.Errors;

/// <summary>What can be wrong with the names and types of a whole document.</summary>
internal static class TypeErrors
{
    public static readonly WitxErrorKind UnknownName = new(
        "WITX101", "Unknown name", "nothing is called '${0}'{1}");

    public static readonly WitxErrorKind UsedBeforeDefinition = new(
        "WITX102", "Used before its definition", "'${0}' is defined only later, at {1}; move its definition before this use");

    public static readonly WitxErrorKind Recursive = new(
        "WITX103", "Recursive type", "'${0}' holds itself, so it has no size; a type can refer only to types before it");

    public static readonly WitxErrorKind Redefinition = new(
        "WITX104", "Name defined twice", "'${0}' is already defined at {1}; typenames and modules share one set of names");

    public static readonly WitxErrorKind DuplicateMember = new(
        "WITX105", "Member named twice", "this {0} already has a {1} '${2}'");

    public static readonly WitxErrorKind DuplicateParameter = new(
        "WITX106", "Parameter named twice", "this function already has a parameter or result '${0}'");

    public static readonly WitxErrorKind DuplicateFunction = new(
        "WITX107", "Function offered twice", "module '${0}' already has a function or import \"{1}\", at {2}");

    public static readonly WitxErrorKind ModuleAsType = new(
        "WITX108", "Module in the place of a type", "'${0}' is a module; expected the name of a type");

    public static readonly WitxErrorKind InvalidRepr = new(
        "WITX109", "Invalid representation", "'{0}' cannot represent {1}; use u8, u16, u32 or u64");

    public static readonly WitxErrorKind AnonymousType = new(
        "WITX110", "Type without a name", "{0} must have a name: write '(typename $name ({1} …))' before, and '$name' here");

    public static readonly WitxErrorKind TagKind = new(
        "WITX111", "Tag of the wrong kind", "a tag is an enum or an unsigned integer; '${0}' is {1}");

    public static readonly WitxErrorKind TagPayload = new(
        "WITX112", "Tag with payloads", "'${0}' cannot be a tag: its case '${1}' carries a payload");

    public static readonly WitxErrorKind TagCount = new(
        "WITX113", "Cases and tag differ in number", "the tag '${0}' has {1} members, so {1} cases are expected here; found {2}");

    public static readonly WitxErrorKind TagMember = new(
        "WITX114", "Case that the tag does not have", "the tag '${0}' has no member '${1}'{2}");

    public static readonly WitxErrorKind Empty = new(
        "WITX115", "Type without content", "{0} without {1} has no layout; add one, or leave the type out");

    public static readonly WitxErrorKind TooManyMembers = new(
        "WITX116", "Too many members", "{0} members do not fit {1}; {2}");

    public static readonly WitxErrorKind ConstantKind = new(
        "WITX117", "Constant of the wrong kind", "constants belong to integer types; '${0}' is {1}");

    public static readonly WitxErrorKind ConstantRange = new(
        "WITX118", "Constant too large", "{0} does not fit '${1}', whose largest value is {2}");

    public static readonly WitxErrorKind SupertypeKind = new(
        "WITX119", "Supertype of the wrong kind", "a handle derives from handles; '${0}' is {1}");

    public static readonly WitxErrorKind MissingFile = new(
        "WITX120", "File not found", "there is no file '{0}' beside this one{1}");

    public static readonly WitxErrorKind TooLarge = new(
        "WITX121", "Type too large", "this type takes more than {0} bytes, more than a program can hold as one value");

    public static readonly WitxErrorKind TooDeep = new(
        "WITX122", "Type nested too deeply", "this type is built of more than {0} types inside one another");

    public static ImmutableArray<WitxErrorKind> All { get; } =
    [
        UnknownName, UsedBeforeDefinition, Recursive, Redefinition, DuplicateMember, DuplicateParameter, DuplicateFunction, ModuleAsType,
        InvalidRepr, AnonymousType, TagKind, TagPayload, TagCount, TagMember, Empty, TooManyMembers, ConstantKind, ConstantRange,
        SupertypeKind, MissingFile, TooLarge, TooDeep,
    ];
}
