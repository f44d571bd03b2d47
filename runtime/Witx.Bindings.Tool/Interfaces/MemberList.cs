using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>What a type is made of, as a list. A type without a name is described where it is used.</summary>
/// <param name="page">Where it goes.</param>
/// <param name="anchor">The name that the anchors of the items begin with; null for items that nothing can link to.</param>
/// <param name="depth">How deep in a list of lists.</param>
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
                    Item(field.Name, $" ({TypeText.Format(field.Type)} at {LayoutText.Either(record, layout => $"{layout.Offsets[i]}")})", field.Docs);
                    Nested(field.Type);
                }

                break;
            case TupleType tuple:
                foreach ((int i, WitxType item) in tuple.Items.Index())
                {
                    Item($"{i}", $" ({TypeText.Format(item)} at {LayoutText.Either(tuple, layout => $"{layout.Offsets[i]}")})", "");
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
