using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Generator;

/// <summary>Finds the codecs that the functions of a module need: what lies in memory, and what lies inside it.</summary>
internal static class CodecClosure
{
    public static EquatableArray<CodecModel> Of(IEnumerable<FunctionModel> functions, IEnumerable<CodecModel> codecs)
    {
        Dictionary<string, CodecModel> byName = codecs.ToDictionary(static codec => codec.Name);
        HashSet<string> needed = [];
        foreach (FunctionModel function in functions)
        {
            if (function.Body.Kind is not BodyKind.User)
            {
                continue;
            }

            foreach (ParameterModel parameter in function.Parameters)
            {
                if (parameter.Shape is CompoundShape or PointerShape or ListShape)
                {
                    Add(parameter.Shape);
                }
            }

            foreach (OutModel output in function.Result.Outs)
            {
                Add(output.Shape);
            }
        }

        return [.. byName.Values.Where(codec => needed.Contains(codec.Name))];

        void Add(Shape shape)
        {
            if (shape is PointerShape pointer)
            {
                Add(pointer.Target);
            }
            else if (shape is ListShape list)
            {
                Add(list.Element);
            }
            else if (byName.TryGetValue(shape.Codec, out CodecModel? codec) && needed.Add(codec.Name))
            {
                foreach (Shape part in codec.Parts)
                {
                    Add(part);
                }
            }
        }
    }
}
