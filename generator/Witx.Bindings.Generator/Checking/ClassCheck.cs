using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Checking;

/// <summary>Checks that generated code can complete a class (WITX301, WITX302).</summary>
internal static class ClassCheck
{
    public static IEnumerable<DiagnosticInfo> Check(AnnotatedClass annotated)
    {
        string name = annotated.Declaration.SimpleName;
        return annotated.Obstacles.Select(obstacle => obstacle.Kind is ClassObstacleKind.NotPartial
            ? new DiagnosticInfo(
                ClassDiagnostics.NotPartial,
                new DiagnosticAnchor(DiagnosticAnchorKind.Class, obstacle.Depth),
                [obstacle.Type, obstacle.Depth == 0 ? "it" : $"'{name}' inside it", obstacle.PartialHeader])
            : new DiagnosticInfo(
                ClassDiagnostics.CannotBeCompleted, new DiagnosticAnchor(DiagnosticAnchorKind.Class), [name, Describe(obstacle)]));
    }

    private static string Describe(ClassObstacle obstacle) => obstacle.Kind switch
    {
        ClassObstacleKind.FileLocal => $"'{obstacle.Type}' is local to its file; remove 'file'",
        ClassObstacleKind.Static => "a static class has no instance; remove 'static', or use [WitxTypes] for types alone",
        ClassObstacleKind.NotStatic => "imports have no instance; add 'static'",
        ClassObstacleKind.Nested => "imports cannot be nested in another type; move the class to a namespace",
        ClassObstacleKind.HasHostAttribute => $"[{obstacle.Type}] has no effect on imports; remove it",
        _ => $"its types would be declared twice; add Types = typeof({obstacle.Type}), or move [WitxTypes] to another class",
    };
}
