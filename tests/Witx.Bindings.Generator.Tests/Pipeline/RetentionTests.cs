using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Model;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Pipeline;

/// <summary>Between runs, the pipeline keeps data but no compiler objects.</summary>
public sealed class RetentionTests
{
    private static readonly string[] s_steps =
    [
        TrackingNames.Documents, TrackingNames.Index, TrackingNames.LocatedClasses, TrackingNames.Classes, TrackingNames.Reached,
        TrackingNames.Picked, TrackingNames.Results, TrackingNames.Errors,
    ];

    private static readonly Project s_project = Project.Create(
        """
        using Witx.Bindings;
        namespace Test;
        [WitxTypes("typenames.witx")]
        public static partial class Abi;
        [WitxModule("wasi_snapshot_preview1.witx", Types = typeof(Abi), Missing = MissingFunction.Trap)]
        public partial class Preview1;
        [WitxModule("wasi_unstable.witx", Types = typeof(Abi), Missing = MissingFunction.Trap)]
        public sealed partial class Preview0 : Preview1;
        """,
        [.. Project.RepositoryFiles()]);

    [Fact]
    public void PipelineSteps_Outputs_ReferenceNoCompilerObjects()
    {
        GeneratorDriver driver = s_project.Driver().RunGenerators(s_project.Compilation(), TestContext.Current.CancellationToken);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (IncrementalGeneratorRunStep step in s_steps.SelectMany(name => result.TrackedSteps[name]))
        {
            foreach ((object value, _) in step.Outputs)
            {
                Walk(value, step.Name!, seen);
            }
        }

        // The models of three classes and their files. A walk that stops early would see fewer objects.
        Assert.InRange(seen.Count, 5_000, int.MaxValue);
    }

    [Fact]
    public void OldCompilation_AfterTheNextRun_IsCollected()
    {
        (GeneratorDriver driver, WeakReference old) = RunTwice();
        for (int i = 0; i < 10 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive);
        GC.KeepAlive(driver);
    }

    [Fact]
    public void EqualInputs_Bound_ProduceEqualModels()
    {
        static GeneratedClass Model() =>
            (GeneratedClass)s_project.Driver().RunGenerators(s_project.Compilation(), TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single().TrackedSteps[TrackingNames.Results].SelectMany(static step => step.Outputs).Select(
                static output => output.Value)
            .OfType<AnalysisResult>().Select(static binding => binding.Model!).Single(static model => model.Declaration.Name == "Preview0");
        GeneratedClass one = Model();
        GeneratedClass other = Model();
        Assert.NotSame(one, other);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference Old) RunTwice()
    {
        Compilation first = s_project.Compilation();
        GeneratorDriver driver = s_project.Driver().RunGenerators(first, TestContext.Current.CancellationToken);
        Compilation second = s_project.Compilation();
        return (driver.RunGenerators(second, TestContext.Current.CancellationToken), new WeakReference(first));
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value.GetType().IsPrimitive || value is string or Enum || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or SemanticModel or Location or AdditionalText
                or SourceText,
            $"{path} holds {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, path + "[]", seen);
            }
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer)
                {
                    Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
                }
            }
        }
    }
}
