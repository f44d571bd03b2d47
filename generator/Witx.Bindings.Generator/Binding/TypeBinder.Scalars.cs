using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <content>Binds types that are one integer.</content>
internal sealed partial class TypeBinder
{
    private (TypeModel Type, Shape Shape) Enum(
        IntRepr repr, ImmutableArray<Member> values, string witx, CSharpType type, string docs, CSharpNaming members)
    {
        EnumCodec codec = new(CodecName(type.Name), type, witx, repr, values.Length);
        _codecs.Add(codec);
        return (
            new EnumModel(witx, type.Name, docs, repr, Members(members, witx, values)),
            new EnumShape(type, CSharpType.CreateMember(codec.Name), (int)repr, values.Length, witx));
    }

    private (TypeModel Type, Shape Shape) Flags(FlagsType flags, string witx, CSharpType type, string docs, CSharpNaming members)
    {
        ulong mask = flags.Members.Length >= 64 ? ulong.MaxValue : (1UL << flags.Members.Length) - 1;
        FlagsCodec codec = new(CodecName(type.Name), type, witx, flags.Repr, mask);
        _codecs.Add(codec);
        return (
            new FlagsModel(witx, type.Name, docs, flags.Repr, Members(members, witx, flags.Members)),
            new FlagsShape(type, CSharpType.CreateMember(codec.Name), (int)flags.Repr, mask, witx));
    }

    private static (TypeModel Type, Shape Shape) Handle(string witx, CSharpType type, string docs) =>
        (new HandleModel(witx, type.Name, docs), new HandleShape(type));

    private ConstantsModel Constants(TypeDefinition definition, string name)
    {
        NameScope scope = MemberScope(name);
        CSharpType type =
            GetShape(definition.Type, name) is NumberShape { Kind: not BuiltinKind.Char } number ? number.Type : CSharpType.UInt64;
        return new ConstantsModel(
            definition.Name,
            IsDeclared(definition.Type) ? names.Take(name + "Constants", "Type") : name,
            definition.Docs,
            type,
            [
                .. definition.Constants.Select(
                    c => new ConstantModel(scope.Take(naming.Member(definition.Name, c.Name), "Value"), c.Docs, c.Value)),
            ]);
    }

    private static EquatableArray<MemberModel> Members(CSharpNaming naming, string type, ImmutableArray<Member> members)
    {
        NameScope scope = new();
        ImmutableArray<MemberModel>.Builder models = ImmutableArray.CreateBuilder<MemberModel>(members.Length);
        foreach (Member member in members)
        {
            models.Add(new MemberModel(scope.Take(naming.Member(type, member.Name), "_"), member.Docs));
        }

        return new(models.MoveToImmutable());
    }
}
