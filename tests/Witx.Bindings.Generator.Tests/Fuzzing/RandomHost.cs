using System;
using System.IO;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>The host of a <see cref="RandomInterface"/>.</summary>
internal static class RandomHost
{
    /// <summary>Generates, compiles and loads a host whose functions return the values that they get.</summary>
    public static IHostModule Load(string text, PointerWidth width)
    {
        Project project = Project.OfHost(text, width is PointerWidth.Bits64 ? ", PointerWidth = 64" : "");
        Compiled compiled = Compiled.Run(
            project with { Options = project.Options.WithOverflowChecks(true).WithOptimizationLevel(OptimizationLevel.Release) },
            static method => method.Name[..4] switch
            {
                "Echo" => "=> to.Write(x.Read());",
                "Take" => "=> to.Write(x.Item1);",
                "Each" => """
                    {
                        for (long i = 0; i < x.Count && i < to.Count; i++)
                        {
                            var from = x[i].AsList(memory);
                            var copies = to[i].AsList(memory);
                            for (long j = 0; j < from.Count && j < copies.Count; j++) { copies[j] = from[j]; }
                        }
                    }
                    """,
                "Give" when method.Parameters[^1].Type.IsRefLikeType => "=> throw null!;",
                "Give" => "=> (x, x);",
                _ => """
                    {
                        var copies = to.AsList((ulong)x.Count);
                        var all = x.ToArray();
                        for (int i = 0; i < all.Length; i++) { copies[i] = x[i]; copies[i] = all[i]; }
                    }
                    """,
            });
        Assert.Equal("", compiled.Warnings);
        AssemblyLoadContext context = new(null, isCollectible: true);
        return (IHostModule)Activator.CreateInstance(context.LoadFromStream(new MemoryStream(compiled.Emit())).GetType("Test.Host")!)!;
    }
}
