using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>An annotated class and the source locations of its parts, which change with every line above it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Anchors">The locations that diagnostics can refer to.</param>
internal sealed record LocatedClass(AnnotatedClass Class, EquatableArray<LocatedAnchor> Anchors);
