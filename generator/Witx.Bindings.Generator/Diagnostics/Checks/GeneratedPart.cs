using System;
using Microsoft.CodeAnalysis;

namespace Witx.Bindings.Generator;

/// <summary>Tells what the generator wrote of a class from what the user wrote.</summary>
internal static class GeneratedPart
{
    public static bool Is(SyntaxTree tree, HostModel? model) =>
        model is not null && tree.FilePath.EndsWith(EmitHost.HintName(model), StringComparison.Ordinal);
}
