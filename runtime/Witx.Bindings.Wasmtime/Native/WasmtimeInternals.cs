using System;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wasmtime;
using Module = Wasmtime.Module;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>Access to all non-public members of Wasmtime .NET that this assembly uses.</summary>
/// <remarks>They are resolved once, before the first guest. A version of Wasmtime .NET without them causes a clear exception.</remarks>
internal static class WasmtimeInternals
{
    private const string Supported = "50.0.1";

    private const string Assembly = "Wasmtime.Dotnet";

    [DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicFields
        | DynamicallyAccessedMemberTypes.PublicConstructors
        | DynamicallyAccessedMemberTypes.NonPublicConstructors)]
    private static readonly Type s_instanceHandleType;

    private static readonly ConstructorInfo s_instanceConstructor;

    private static readonly FieldInfo s_instanceHandle;

    private static readonly FieldInfo s_linkerHandle;

    static WasmtimeInternals()
    {
        try
        {
            s_instanceHandleType = Type.GetType("Wasmtime.ExternInstance, " + Assembly, throwOnError: true)!;
            s_instanceConstructor =
                typeof(Instance).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Store), s_instanceHandleType])
                ?? throw new MissingMethodException(nameof(Instance), ".ctor");
            s_instanceHandle = typeof(Instance).GetField("instance", BindingFlags.Instance | BindingFlags.NonPublic)
                ?? throw new MissingFieldException(nameof(Instance), "instance");
            s_linkerHandle = typeof(Linker).GetField("handle", BindingFlags.Instance | BindingFlags.NonPublic)
                ?? throw new MissingFieldException(nameof(Linker), "handle");
            foreach (MethodInfo accessor in typeof(WasmtimeInternals).GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            {
                // The JIT resolves the member of an UnsafeAccessor when it compiles the method.
                RuntimeHelpers.PrepareMethod(accessor.MethodHandle);
            }
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            throw new NotSupportedException(
                $"Witx.Bindings.Wasmtime supports Wasmtime .NET '{Supported}', but version '{typeof(Store).Assembly.GetName().Version}' is "
                + $"loaded and lacks a required member; reference the supported version of the package. {exception.Message}",
                exception);
        }
    }

    /// <summary>The exception of a host function that the calling guest's error carries to the embedder's call, for each thread.</summary>
    internal static ref Exception? Pending => ref CallbackErrorCause(null);

    /// <summary>
    /// Returns the handle of the native store. A reference to it keeps the native store alive after the store is disposed.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    internal static SafeHandle Handle(Store store) => (SafeHandle)NativeHandle(store);

    internal static SafeHandle Handle(Module module) => (SafeHandle)NativeHandle(module);

    internal static SafeHandle Handle(Engine engine) => (SafeHandle)NativeHandle(engine);

    internal static SafeHandle Handle(Config config) => (SafeHandle)NativeHandle(config);

    internal static SafeHandle Handle(Linker linker) => (SafeHandle)s_linkerHandle.GetValue(linker)!;

    /// <summary>Returns the store of a context. Wasmtime .NET keeps a weak handle to the store in the context's data.</summary>
    internal static Store? GetStore(nint context) =>
        Unsafe.As<Store?>(GCHandle.FromIntPtr(Libwasmtime.wasmtime_context_get_data(context)).Target);

    internal static nint Context(Store store) => ContextHandle(store);

    internal static Instance NewInstance(Store store, InstanceHandle handle)
    {
        object boxed = RuntimeHelpers.GetUninitializedObject(s_instanceHandleType);
        s_instanceHandleType.GetField("store")!.SetValue(boxed, handle.Store);
        s_instanceHandleType.GetField("__private")!.SetValue(boxed, handle.Private);
        return (Instance)s_instanceConstructor.Invoke([store, boxed]);
    }

    internal static Store GetStore(Instance instance) => StoreField(instance);

    internal static InstanceHandle Handle(Instance instance)
    {
        object handle = s_instanceHandle.GetValue(instance)!;
        return new InstanceHandle
        {
            Store = (ulong)s_instanceHandleType.GetField("store")!.GetValue(handle)!,
            Private = (nuint)s_instanceHandleType.GetField("__private")!.GetValue(handle)!,
        };
    }

    internal static WasmtimeException Error(nint error) => FromOwnedError(null, error);

    internal static TrapException Trap(nint trap) => FromOwnedTrap(null, trap, delete: true);

    [UnsafeAccessor(UnsafeAccessorKind.StaticField)]
    private static extern ref Exception? CallbackErrorCause(Function? type);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "contextHandle")]
    private static extern ref readonly nint ContextHandle(Store store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_store")]
    private static extern ref readonly Store StoreField(Instance instance);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Store+Handle, " + Assembly)]
    private static extern object NativeHandle(Store store);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Module+Handle, " + Assembly)]
    private static extern object NativeHandle(Module module);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Engine+Handle, " + Assembly)]
    private static extern object NativeHandle(Engine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Config+Handle, " + Assembly)]
    private static extern object NativeHandle(Config config);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod)]
    private static extern WasmtimeException FromOwnedError(WasmtimeException? type, nint error);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod)]
    private static extern TrapException FromOwnedTrap(TrapException? type, nint trap, bool delete);
}
