using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>Prevents that a guest runs while a host function holds views of its memory.</summary>
/// <remarks>
/// The guest could grow its memory, and the views would refer to freed bytes. All guests of a store share one guard. It is found through
/// the binding in the store's data, or in a table if the embedder uses the data. Like the store, it is used by one thread at a time.
/// </remarks>
internal sealed class ViewGuard
{
    private static readonly ConditionalWeakTable<Store, ViewGuard> s_stores = [];

    // The number of guests that keep the guard in the table. The last one removes it, so that the table stays small.
    private int _guests;

    /// <summary>True while a host function that may hold views is running.</summary>
    internal bool HasViews { get; set; }

    /// <summary>Returns the guard of a store for a guest whose binding becomes the data of the store.</summary>
    internal static ViewGuard Find(Store store) => s_stores.TryGetValue(store, out ViewGuard? views) ? views : new ViewGuard();

    /// <summary>
    /// Returns the guard of a store whose data belongs to the embedder, and keeps it in the table until <see cref="Leave"/>.
    /// </summary>
    internal static ViewGuard Enter(Store store)
    {
        ViewGuard views = Get(store);
        views._guests++;
        s_stores.AddOrUpdate(store, views);
        return views;
    }

    /// <summary>Reverts one call of <see cref="Enter"/>.</summary>
    internal void Leave(Store store)
    {
        if (--_guests == 0)
        {
            s_stores.Remove(store);
        }
    }

    /// <summary>Returns the guard of the store that calls a function of a linker.</summary>
    internal static ViewGuard GetFromCaller(nint caller) => Get(WasmtimeInternals.GetStore(Libwasmtime.wasmtime_caller_context(caller))!);

    /// <summary>Throws if a host function that may hold views is running.</summary>
    /// <exception cref="InvalidOperationException">A host function that may hold views is running.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EnsureNone()
    {
        if (HasViews)
        {
            Throw();
        }
    }

    private static ViewGuard Get(Store store) =>
        store.GetData() is InstanceBinding { Views: { } views } ? views : s_stores.GetValue(store, static _ => new ViewGuard());

    [DoesNotReturn]
    private static void Throw() => throw new InvalidOperationException(
        "The guest cannot be entered while a host function holds views of its memory. "
        + $"List the function in {nameof(WitxModuleAttribute)}.{nameof(WitxModuleAttribute.ReentrantFunctions)}.");
}
