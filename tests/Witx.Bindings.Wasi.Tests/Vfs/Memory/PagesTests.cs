using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Witx.Bindings.Wasi.Vfs.Memory;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Memory;

/// <summary>The pages of a file in memory against an array of bytes, with frozen states in between.</summary>
public sealed class PagesTests
{
    private const int MaxLength = 5 * Pages.PageSize;

    private static readonly Gen<(int Operation, int Offset, int Length, byte Value)[]> s_plan =
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, MaxLength], Gen.Int[0, 2 * Pages.PageSize], Gen.Byte[1, 255]).Array[5, 40];

    [Fact]
    public void Pages_RandomOperations_EqualAnArrayAndItsCopies() => s_plan.Sample(Run, iter: 300, threads: 1);

    [Fact]
    public void Freeze_Unchanged_ReturnsTheSameContents()
    {
        Pages pages = new();
        pages.Write(0, new byte[100]);
        FrozenPages frozen = pages.Freeze();
        Assert.Same(frozen, pages.Freeze());
        Assert.Same(frozen, new Pages(frozen).Freeze());
    }

    private static void Run((int Operation, int Offset, int Length, byte Value)[] plan)
    {
        Pages pages = new();
        byte[] model = [];
        ulong own = 0;
        List<(FrozenPages Frozen, byte[] Model)> frozen = [];
        foreach ((int operation, int offset, int length, byte value) in plan)
        {
            switch (operation)
            {
                case 0 or 1:
                    ulong cost = pages.GetCopyLength((ulong)offset, (ulong)length);
                    ulong growth = (ulong)Math.Max(0, offset + length - model.Length);
                    if (length > 0)
                    {
                        pages.Write((ulong)offset, Enumerable.Repeat(value, length).ToArray());
                        Array.Resize(ref model, Math.Max(model.Length, offset + length));
                        model.AsSpan(offset, length).Fill(value);
                        Assert.Equal(own + cost + growth, pages.OwnLength);
                    }

                    break;
                case 2:
                    pages.SetLength((ulong)offset);
                    Assert.True(offset > model.Length || pages.OwnLength <= own, "A truncation needs more of the quota.");
                    Array.Resize(ref model, offset);
                    break;
                case 3:
                    frozen.Add((pages.Freeze(), [.. model]));
                    break;
                default:
                    frozen.Add((pages.Freeze(), [.. model]));
                    pages = new Pages(frozen[^1].Frozen);
                    Assert.Equal(0UL, pages.OwnLength);
                    break;
            }

            own = pages.OwnLength;
            AssertEqual(model, pages);
        }

        Assert.All(frozen, static state => AssertEqual(state.Model, new Pages(state.Frozen)));
    }

    private static void AssertEqual(byte[] model, Pages pages)
    {
        Assert.Equal((ulong)model.Length, pages.Length);
        byte[] read = new byte[model.Length + 1];
        Assert.Equal(model.Length, pages.Read(0, read));
        Assert.True(read.AsSpan(0, model.Length).SequenceEqual(model), "The contents differ.");
    }
}
