using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Generator;

/// <summary>Finds the codecs that are needed: of what lies in memory, and of what lies inside it.</summary>
internal static class CodecClosure
{
    /// <summary>The codecs that the functions of a host need, and the unions it declares.</summary>
    public static IEnumerable<CodecModel> Of(IEnumerable<FunctionModel> functions, TypeBinder types)
    {
        List<Shape> shapes = [];
        foreach (FunctionModel function in functions.Where(static function => function.HasEntry))
        {
            shapes.AddRange(function.Parameters.Select(static parameter => parameter.Shape).Where(static shape => shape is CompoundShape or PointerShape or ListShape));
            shapes.AddRange(function.Result.Outs.Select(static output => output.Shape));
            if (function.Result.Core is PointerShape pointer)
            {
                shapes.Add(pointer);
            }
        }

        IEnumerable<string> unions = types.Types.OfType<UnionModel>().Select(static union => union.Codec);
        return Of(shapes.SelectMany(CodecsOf).Concat(unions), types.Codecs);
    }

    /// <summary>The codecs of some names, and those inside them.</summary>
    public static IEnumerable<CodecModel> Of(IEnumerable<string> names, IReadOnlyList<CodecModel> codecs)
    {
        Dictionary<string, CodecModel> byName = codecs.ToDictionary(static codec => codec.Name);
        HashSet<string> needed = [];
        Stack<string> open = new(names);
        while (open.Count > 0)
        {
            if (byName.TryGetValue(open.Pop(), out CodecModel? codec) && needed.Add(codec.Name))
            {
                foreach (string part in codec.Parts.SelectMany(CodecsOf))
                {
                    open.Push(part);
                }
            }
        }

        return codecs.Where(codec => needed.Contains(codec.Name));
    }

    private static IEnumerable<string> CodecsOf(Shape shape)
    {
        while (shape is PointerShape or ListShape)
        {
            shape = shape is PointerShape pointer ? pointer.Target : ((ListShape)shape).Element;
        }

        return [shape.Codec];
    }
}
