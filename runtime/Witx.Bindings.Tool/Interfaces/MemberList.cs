using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Writes the members of a type as a list: fields, cases, flags. Types without a name are described where they are used.</summary>
/// <param name="page">The writer of the page.</param>
/// <param name="anchor">The prefix of the items' anchors; null for items without anchors.</param>
/// <param name="depth">The nesting depth of the list, from 0.</param>
internal sealed class MemberList(MarkdownWriter page, string? anchor, int depth)
{
    public void Write(WitxType type)
    {
        switch (type)
        {
            case ListType list:
                Write(list.Element);
                break;
            case PointerType pointer:
                Write(pointer.Target);
                break;
            case EnumType enumeration:
                foreach ((int value, Member member) in enumeration.Members.Index())
                {
                    Item(member.Name, $" = {value}", member.Docs);
                }

                break;
            case FlagsType flags:
                foreach ((int bit, Member member) in flags.Members.Index())
                {
                    Item(member.Name, $" (bit {bit})", member.Docs);
                }

                break;
            case RecordType record:
                foreach ((int i, Field field) in record.Fields.Index())
                {
                    string offset = LayoutText.FormatBothWidths(record, layout => $"{layout.Offsets[i]}");
                    Item(field.Name, $" ({TypeText.Format(field.Type)} at {offset})", field.Docs);
                    Nested(field.Type);
                }

                break;
            case TupleType tuple:
                foreach ((int i, WitxType item) in tuple.Items.Index())
                {
                    string offset = LayoutText.FormatBothWidths(tuple, layout => $"{layout.Offsets[i]}");
                    Item($"{i}", $" ({TypeText.Format(item)} at {offset})", "");
                    Nested(item);
                }

                break;
            case UntaggedUnionType union:
                foreach (Field field in union.Fields)
                {
                    Item(field.Name, $" ({TypeText.Format(field.Type)})", field.Docs);
                    Nested(field.Type);
                }

                break;
            case VariantType variant:
                foreach ((int tag, VariantCase item) in variant.Cases.Index())
                {
                    Item(item.Name, item.Type is null ? $" = {tag}" : $" = {tag} ({TypeText.Format(item.Type)})", item.Docs);
                    Nested(item.Type);
                }

                break;
        }
    }

    private void Item(string name, string text, string docs) =>
        page.Item(depth, $"{(anchor is null ? "" : MarkdownWriter.Anchor($"{anchor}.{name}"))}`{name}`{text}", docs);

    private void Nested(WitxType? type)
    {
        if (type is not null)
        {
            new MemberList(page, anchor: null, depth + 1).Write(type);
        }
    }
}
