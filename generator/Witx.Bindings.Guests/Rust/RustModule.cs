using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Rust;

/// <summary>Writes one module for Rust 2021.</summary>
internal static class RustModule
{
    public static string Write(WitxDocument document, GuestBindingsOptions options)
    {
        Declarations declarations = Declarations.Create(document);
        RustNames names = new(declarations, document);
        SourceWriter writer = new();
        writer.Line($"// {GeneratedNotice.Format(options)}");
        writer.Line();
        writer.Line("#![allow(dead_code)]");
        writer.Line("#![allow(clippy::doc_lazy_continuation, clippy::unnecessary_cast)]");
        writer.Line("#![allow(clippy::too_many_arguments, clippy::type_complexity)]");
        RustTypeWriter types = new(writer, names);
        foreach (Declaration declaration in declarations.All)
        {
            writer.Separate();
            types.Write(declaration);
        }

        RustFunctionWriter functions = new(writer, names);
        foreach (WitxModule module in document.Modules)
        {
            functions.Write(module);
        }

        WriteAssertions(writer, names, declarations);
        return writer.ToString();
    }

    /// <summary>Writes the layout that the host expects, which the compiler checks.</summary>
    private static void WriteAssertions(SourceWriter writer, RustNames names, Declarations declarations)
    {
        if (declarations.All.Count is 0)
        {
            return;
        }

        writer.Separate();
        writer.Line("// The layout that the host expects.");
        writer.Open("const _: () = {");
        foreach (Declaration declaration in declarations.All)
        {
            Layout narrow = Layout.Create(declaration.Type, PointerWidth.Bits32);
            Layout wide = Layout.Create(declaration.Type, PointerWidth.Bits64);
            string type = names.Type(declaration);
            writer.Line($"assert!(core::mem::size_of::<{type}>() == {Either(narrow.Size, wide.Size)});");
            writer.Line($"assert!(core::mem::align_of::<{type}>() == {Either(narrow.Align, wide.Align)});");
        }

        writer.Close("};");
    }

    private static string Either(uint narrow, uint wide) =>
        narrow == wide ? $"{narrow}" : $"if cfg!(target_pointer_width = \"64\") {{ {wide} }} else {{ {narrow} }}";
}
