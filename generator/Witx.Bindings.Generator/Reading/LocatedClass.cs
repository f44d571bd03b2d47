using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>An annotated class and where its parts stand, which changes with every line above it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Anchors">The places at which something may have to be reported.</param>
internal sealed record LocatedClass(AnnotatedClass Class, EquatableArray<LocatedAnchor> Anchors);
