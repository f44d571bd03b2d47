using System;
using System.Collections.Immutable;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.C;

/// <summary>Writes one header for C11 and C++11.</summary>
internal static class CHeader
{
    /// <exception cref="ArgumentException">The prefix of the options is not an identifier.</exception>
    public static string Write(WitxDocument document, GuestBindingsOptions options)
    {
        string prefix = options.Prefix ?? options.Name + "_";
        if (!Identifier.IsValid(prefix))
        {
            throw new ArgumentException(
                $"The prefix '{prefix}' is not an identifier of C; pass letters, digits and underscores.", nameof(options));
        }

        Declarations declarations = Declarations.Create(document);
        CNames names = new(prefix, declarations, document);
        SourceWriter writer = new();
        WriteStart(writer, names, options);
        CTypeWriter types = new(writer, names);
        foreach (Declaration declaration in declarations.All)
        {
            writer.Separate();
            types.Write(declaration);
        }

        CFunctionWriter functions = new(writer, names, options.HasTerminatedStrings);
        foreach (WitxModule module in document.Modules)
        {
            foreach (WitxFunction function in module.Functions)
            {
                writer.Separate();
                functions.Write(module, function);
            }
        }

        WriteAssertions(writer, names, declarations);
        WriteEnd(writer, names);
        return writer.ToString();
    }

    private static void WriteStart(SourceWriter writer, CNames names, GuestBindingsOptions options)
    {
        string guard = $"{names.MacroPrefix}BINDINGS_H";
        writer.Line($"/* {GeneratedNotice.Format(options)} */");
        writer.Separate();
        writer.Line($"#ifndef {guard}");
        writer.Line($"#define {guard}");
        writer.Separate();
        writer.Line("#ifndef __wasm__");
        writer.Line("#error \"these bindings are for guests: compile for a target such as wasm32-wasi\"");
        writer.Line("#endif");
        writer.Separate();
        writer.Line("#include <stddef.h>");
        writer.Line("#include <stdint.h>");
        if (options.HasTerminatedStrings)
        {
            writer.Line("#include <string.h>");
        }

        writer.Separate();
        writer.Line("#ifdef __cplusplus");
        writer.Line("extern \"C\" {");
        writer.Line("#endif");
    }

    /// <summary>Writes the layout that the host expects, which the compiler checks.</summary>
    private static void WriteAssertions(SourceWriter writer, CNames names, Declarations declarations)
    {
        string assert = $"{names.MacroPrefix}ASSERT_LAYOUT";
        writer.Separate();
        writer.Line("/* The layout that the host expects. */");
        writer.Line("#ifdef __cplusplus");
        writer.Line($"#define {assert}(what, value) static_assert((what) == (value), #what)");
        writer.Line("#define " + names.MacroPrefix + "ALIGNOF(type) alignof(type)");
        writer.Line("#else");
        writer.Line($"#define {assert}(what, value) _Static_assert((what) == (value), #what)");
        writer.Line("#define " + names.MacroPrefix + "ALIGNOF(type) _Alignof(type)");
        writer.Line("#endif");
        writer.Separate();
        foreach (Declaration declaration in declarations.All)
        {
            WriteAssertions(writer, names, declaration, assert);
        }

        writer.Separate();
        writer.Line($"#undef {assert}");
        writer.Line($"#undef {names.MacroPrefix}ALIGNOF");
    }

    private static void WriteAssertions(SourceWriter writer, CNames names, Declaration declaration, string assert)
    {
        Layout narrow = Layout.Create(declaration.Type, PointerWidth.Bits32);
        Layout wide = Layout.Create(declaration.Type, PointerWidth.Bits64);
        string type = names.Type(declaration);
        writer.Line($"{assert}(sizeof({type}), {Either(narrow.Size, wide.Size)});");
        writer.Line($"{assert}({names.MacroPrefix}ALIGNOF({type}), {Either(narrow.Align, wide.Align)});");
        ImmutableArray<string> fields = CFields.Names(declaration.Type);
        for (int i = 0; i < Math.Min(fields.Length, narrow.Offsets.Length); i++)
        {
            writer.Line($"{assert}(offsetof({type}, {fields[i]}), {Either(narrow.Offsets[i], wide.Offsets[i])});");
        }

        if (declaration.Type is VariantType or ExpectedType && fields.Length > 0)
        {
            writer.Line($"{assert}(offsetof({type}, u), {Either(narrow.PayloadOffset, wide.PayloadOffset)});");
        }
    }

    private static string Either(uint narrow, uint wide) => narrow == wide ? $"{narrow}" : $"(sizeof(void *) == 8 ? {wide} : {narrow})";

    private static void WriteEnd(SourceWriter writer, CNames names)
    {
        writer.Separate();
        writer.Line("#ifdef __cplusplus");
        writer.Line("}");
        writer.Line("#endif");
        writer.Separate();
        writer.Line($"#endif /* {names.MacroPrefix}BINDINGS_H */");
    }
}
