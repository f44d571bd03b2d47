using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats an interface as a page of Markdown: the functions to import, and the memory layout of the types.</summary>
internal sealed class InterfacePage
{
    private readonly MarkdownWriter _page = new();

    private InterfacePage()
    {
    }

    public static string Format(WitxDocument document)
    {
        InterfacePage page = new();
        page._page.Heading(1, $"`{Path.GetFileName(document.Files[0].Path)}`");
        foreach (WitxModule module in document.Modules)
        {
            page.Write(module);
        }

        page.Write([.. document.Types.Where(static type => !type.IsHidden)]);
        return page._page.ToString();
    }

    private void Write(WitxModule module)
    {
        _page.Heading(2, $"{MarkdownWriter.Anchor(module.Name)}Module `{module.Name}`");
        _page.Paragraph(module.Docs);
        _page.Paragraph(
            string.Join(" ·\n", module.Functions.Select(function => $"[`{function.Name}`](#{module.Name}.{function.Name})")));
        foreach (WitxFunction function in module.Functions)
        {
            Write(module, function);
        }
    }

    private void Write(WitxModule module, WitxFunction function)
    {
        _page.Heading(3, $"{MarkdownWriter.Anchor($"{module.Name}.{function.Name}")}`{function.Name}`");
        _page.Paragraph(function.Docs);
        _page.Code("witx", FunctionText.Format(function));
        string bits32 = SignatureText.Format(function, PointerWidth.Bits32);
        string bits64 = SignatureText.Format(function, PointerWidth.Bits64);
        _page.Paragraph(bits32 == bits64 ? $"Core signature: `{bits32}`" : $"Core signature: `{bits32}`, in 64-bit memory `{bits64}`");
        Write("Parameters", function.Parameters);
        Write("Results", function.Results);
        _page.Paragraph(function.IsNoReturn ? "Does not return." : "");
    }

    private void Write(string title, ImmutableArray<Parameter> parameters)
    {
        _page.Paragraph(parameters.IsEmpty ? "" : $"{title}:");
        foreach (Parameter parameter in parameters)
        {
            _page.Item(0, $"`{parameter.Name}` ({TypeText.Format(parameter.Type)})", parameter.Docs);
            new MemberList(_page, anchor: null, depth: 1).Write(parameter.Type);
        }
    }

    private void Write(ImmutableArray<TypeDefinition> types)
    {
        if (types.IsEmpty)
        {
            return;
        }

        _page.Heading(2, "Types");
        _page.Paragraph(string.Join(" ·\n", types.Select(static type => $"[`{type.Name}`](#{type.Name})")));
        foreach (TypeDefinition type in types)
        {
            _page.Heading(3, $"{MarkdownWriter.Anchor(type.Name)}`{type.Name}`");
            _page.Paragraph(type.Docs);
            _page.Paragraph(LayoutText.Format(type.Type));
            new MemberList(_page, type.Name, depth: 0).Write(type.Type);
            _page.Paragraph(type.Constants.IsEmpty ? "" : "Constants:");
            foreach (Constant constant in type.Constants)
            {
                _page.Item(0, $"`{constant.Name}` = {constant.Value}", constant.Docs);
            }
        }
    }
}
