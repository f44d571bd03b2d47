using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Finds the codecs that generated code uses, directly or inside other codecs.</summary>
internal static class RequiredCodecs
{
    /// <summary>Finds the codecs for the functions and the unions of a host.</summary>
    public static IEnumerable<CodecModel> Find(IEnumerable<FunctionModel> functions, TypeBinder types)
    {
        Stack<CSharpType> open = new();
        foreach (FunctionModel function in functions.Where(static function => function.HasEntry))
        {
            foreach (ParameterModel parameter in function.Parameters)
            {
                open.Push(CodecOf(parameter.Shape));
            }

            foreach (OutputModel output in function.Result.Outputs)
            {
                open.Push(CodecOf(output.Shape));
            }

            if (function.Result.Core is { } core)
            {
                open.Push(CodecOf(core));
            }
        }

        return Find(types, open);
    }

    /// <summary>Finds the codecs for the unions of a class of shared types.</summary>
    public static IEnumerable<CodecModel> Find(TypeBinder types) => Find(types, new Stack<CSharpType>());

    private static IEnumerable<CodecModel> Find(TypeBinder types, Stack<CSharpType> open)
    {
        foreach (UnionModel union in types.Types.OfType<UnionModel>())
        {
            open.Push(CSharpType.CreateMember(union.Codec));
        }

        Dictionary<string, CodecModel> byName = types.Codecs.ToDictionary(static codec => codec.Name);
        HashSet<string> needed = [];
        while (open.Count > 0)
        {
            CSharpType type = open.Pop();
            if (type.Scope is TypeScope.Class && byName.TryGetValue(type.Name, out CodecModel? codec) && needed.Add(type.Name))
            {
                foreach (Shape part in codec.Parts)
                {
                    open.Push(CodecOf(part));
                }
            }
        }

        return types.Codecs.Where(codec => needed.Contains(codec.Name));
    }

    /// <summary>Gets the codec of a shape, or of the data at the end of its references.</summary>
    private static CSharpType CodecOf(Shape shape)
    {
        while (shape is PointerShape or ListShape)
        {
            shape = shape is PointerShape pointer ? pointer.Target : ((ListShape)shape).Element;
        }

        return shape.Codec;
    }
}
