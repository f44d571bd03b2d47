using System.Collections.Immutable;

namespace Witx.Bindings.Language.Errors;

/// <summary>Errors of names and types in a document.</summary>
internal static class TypeErrors
{
    public static readonly WitxErrorKind UnknownName = new(
        "WITX101", "Unknown name", "Name '${0}' is not defined{1}");

    public static readonly WitxErrorKind UsedBeforeDefinition = new(
        "WITX102", "Use before definition", "'${0}' is used before its definition at {1}; move the definition before this use");

    public static readonly WitxErrorKind Recursive = new(
        "WITX103", "Recursive type", "'${0}' contains itself, so it has no size; refer only to types that are defined before it");

    public static readonly WitxErrorKind Redefinition = new(
        "WITX104", "Duplicate definition", "'${0}' is already defined at {1}; type names and modules share one namespace");

    public static readonly WitxErrorKind DuplicateMember = new(
        "WITX105", "Duplicate member", "This {0} already has a {1} '${2}'");

    public static readonly WitxErrorKind DuplicateParameter = new(
        "WITX106", "Duplicate parameter", "This function already has a parameter or result '${0}'");

    public static readonly WitxErrorKind DuplicateFunction = new(
        "WITX107", "Duplicate function", "Module '${0}' already has a function or import \"{1}\" at {2}");

    public static readonly WitxErrorKind ModuleAsType = new(
        "WITX108", "Module used as a type", "'${0}' is a module; expected the name of a type");

    public static readonly WitxErrorKind InvalidRepr = new(
        "WITX109", "Invalid representation", "'{0}' cannot represent {1}; use u8, u16, u32 or u64");

    public static readonly WitxErrorKind AnonymousType = new(
        "WITX110", "Anonymous type", "Cannot use {0} without a name; write '(typename $name ({1} …))' before, and '$name' here");

    public static readonly WitxErrorKind TagKind = new(
        "WITX111", "Invalid tag type", "Tag '${0}' is {1}; use an enum or an unsigned integer");

    public static readonly WitxErrorKind TagPayload = new(
        "WITX112", "Tag with payloads", "'${0}' cannot be a tag, because its case '${1}' has a payload; use an enum");

    public static readonly WitxErrorKind TagCount = new(
        "WITX113", "Case count mismatch", "Tag '${0}' has {1} members; expected {1} cases, found {2}");

    public static readonly WitxErrorKind TagMember = new(
        "WITX114", "Unknown case", "Tag '${0}' has no member '${1}'{2}");

    public static readonly WitxErrorKind Empty = new(
        "WITX115", "Empty type", "Cannot lay out {0} without {1}; add one, or remove the type");

    public static readonly WitxErrorKind TooManyMembers = new(
        "WITX116", "Too many members", "{0} members do not fit {1}; {2}");

    public static readonly WitxErrorKind ConstantKind = new(
        "WITX117", "Invalid constant type", "Type '${0}' of the constant is {1}; use an integer type");

    public static readonly WitxErrorKind ConstantRange = new(
        "WITX118", "Constant out of range", "Value {0} does not fit '${1}', whose largest value is {2}");

    public static readonly WitxErrorKind SupertypeKind = new(
        "WITX119", "Invalid supertype", "Supertype '${0}' is {1}; use a handle");

    public static readonly WitxErrorKind MissingFile = new(
        "WITX120", "File not found", "File '{0}' was not found relative to this file{1}");

    public static readonly WitxErrorKind TooLarge = new(
        "WITX121", "Type too large", "Type is larger than {0} bytes; use a list or a pointer");

    public static readonly WitxErrorKind TooDeep = new(
        "WITX122", "Type nesting too deep", "Type is nested more than {0} types deep; use a flatter type");

    public static ImmutableArray<WitxErrorKind> All { get; } =
    [
        UnknownName, UsedBeforeDefinition, Recursive, Redefinition, DuplicateMember, DuplicateParameter, DuplicateFunction, ModuleAsType,
        InvalidRepr, AnonymousType, TagKind, TagPayload, TagCount, TagMember, Empty, TooManyMembers, ConstantKind, ConstantRange,
        SupertypeKind, MissingFile, TooLarge, TooDeep,
    ];
}
