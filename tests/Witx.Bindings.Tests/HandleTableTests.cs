using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CsCheck;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests;

public sealed class HandleTableTests
{
    [Fact]
    public void TryGet_AfterTryRemove_ReturnsFalse()
    {
        HandleTable<Handles.Fd, string> table = new(10);
        Assert.True(table.TryAdd("a", out Handles.Fd a));
        Assert.True(table.TryAdd("b", out Handles.Fd b));
        Assert.NotEqual(default, a);
        Assert.True(table.TryGet(a, out string? found) && found == "a");
        Assert.True(table.TryRemove(a, out found) && found == "a");
        Assert.False(table.TryGet(a, out _));
        Assert.False(table.TryRemove(a, out _));
        Assert.True(table.TryGet(b, out found) && found == "b");
        Assert.Equal(1, table.Count);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(0xFFFF_FFFFu)]
    [InlineData(1u << 20)]
    public void TryGet_HandleThatWasNotAssigned_ReturnsFalse(uint number) =>
        Assert.False(new HandleTable<Handles.Fd, string>(10).TryGet(new Handles.Fd(number), out _));

    [Fact]
    public void TryAdd_AfterAMillionRemovals_AssignsNoHandleTwice()
    {
        HandleTable<Handles.Fd, int> table = new(1);
        HashSet<Handles.Fd> all = [];
        for (int i = 0; i < 1_000_000; i++)
        {
            Assert.True(table.TryAdd(i, out Handles.Fd handle));
            Assert.True(all.Add(handle));
            Assert.True(table.TryRemove(handle, out _));
        }

        Assert.All(all, handle => Assert.False(table.TryGet(handle, out _)));
    }

    /// <summary>The worst case for the reuse of numbers is a full table in which one entry is removed and added again and again.</summary>
    [Theory]
    [InlineData(2, 1_000_000)]
    [InlineData(1000, 1_000_000)]
    [InlineData(HandleTable<Handles.Fd, int>.MaxCapacity, 3_000_000)]
    public void TryAdd_InAnAlmostFullTable_AssignsNoHandleTwice(int capacity, int cycles)
    {
        HandleTable<Handles.Fd, int> table = new(capacity);
        HashSet<Handles.Fd> all = [];
        for (int i = 0; i < capacity - 1; i++)
        {
            Assert.True(table.TryAdd(i, out Handles.Fd handle) && all.Add(handle));
        }

        for (int i = 0; i < cycles; i++)
        {
            Assert.True(table.TryAdd(i, out Handles.Fd handle));
            Assert.True(all.Add(handle));
            Assert.True(table.TryRemove(handle, out _));
        }

        Assert.Equal(capacity - 1, table.Count);
    }

    [Fact]
    public void TryAdd_AfterTheLastNumber_SkipsHandlesInUse()
    {
        HandleTable<Handles.Fd, int> table = new(8, first: uint.MaxValue - 1);
        Handles.Fd[] handles = [.. Enumerable.Range(0, 8).Select(i => table.TryAdd(i, out Handles.Fd handle) ? handle : default)];
        Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 1, 2, 3, 4, 5, 6], handles.Select(static handle => handle.Value));
        Assert.True(table.TryRemove(handles[3], out int third) && third == 3);
        Assert.True(table.TryAdd(9, out Handles.Fd next));
        Assert.DoesNotContain(next, handles);
        Assert.All(Enumerable.Range(0, 8).Where(static i => i != 3), i => Assert.True(table.TryGet(handles[i], out int item) && item == i));
    }

    [Fact]
    public void TryAdd_InAFullTable_ReturnsFalse()
    {
        HandleTable<Handles.Fd, int> table = new(3);
        Handles.Fd[] handles = [.. Enumerable.Range(0, 3).Select(i => table.TryAdd(i, out Handles.Fd handle) ? handle : default)];
        Assert.False(table.TryAdd(3, out _));
        Assert.True(table.TryRemove(handles[1], out _));
        Assert.True(table.TryAdd(4, out _));
        Assert.False(table.TryAdd(5, out _));
        Assert.Equal([0, 2, 4], table.RemoveAll());
        Assert.Equal(0, table.Count);
        Assert.False(table.TryGet(handles[0], out _));
    }

    [Fact]
    public void HandleTable_RandomOperations_BehavesLikeADictionary() => Gen.Int[0, 9].Array[0, 400].Sample(static (int[] operations) =>
    {
        HandleTable<Handles.Fd, int> table = new(100);
        Dictionary<Handles.Fd, int> model = [];
        foreach (int operation in operations)
        {
            if (operation < 6)
            {
                Assert.Equal(model.Count < 100, table.TryAdd(operation, out Handles.Fd handle));
                _ = handle == default || model.TryAdd(handle, operation);
            }
            else if (model.Count > 0)
            {
                Handles.Fd handle = model.Keys.ElementAt(operation * 7 % model.Count);
                Assert.True(table.TryRemove(handle, out int item) && item == model[handle]);
                model.Remove(handle);
            }
        }

        Assert.Equal(model.Count, table.Count);
        Assert.All(model, pair => Assert.True(table.TryGet(pair.Key, out int item) && item == pair.Value));
    });

    [Fact]
    public void HandleTable_UsedByFourThreads_FindsEachObject()
    {
        HandleTable<Handles.Fd, object> table = new(100_000);
        int failures = 0;
        Thread[] threads =
        [
            .. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                for (int i = 0; i < 5000; i++)
                {
                    object item = new();
                    bool isRight = table.TryAdd(item, out Handles.Fd handle)
                        && table.TryGet(handle, out object? found) && ReferenceEquals(found, item)
                        && (i % 2 == 0 || (table.TryRemove(handle, out found) && ReferenceEquals(found, item)));
                    Interlocked.Add(ref failures, isRight ? 0 : 1);
                }
            })),
        ];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.Equal(0, failures);
        Assert.Equal(4 * 2500, table.Count);
    }
}
