using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Reflection;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>Records the functions that a guest called with success, with <c>Errno.Inprogress</c>, or that have no result.</summary>
internal sealed class CallRecorder
{
    private readonly ConcurrentDictionary<string, bool> _called = [];

    internal HostCallHandler Intercept(HostFunction function, HostCallHandler next) => (in call) =>
    {
        if (function.Signature.Result is null)
        {
            _called[function.Name] = true;
        }

        long result = next(in call);
        if (result is (long)Errno.Success or (long)Errno.Inprogress)
        {
            _called[function.Name] = true;
        }

        return result;
    };

    /// <summary>Asserts that every function that the attributes of the running test name was called.</summary>
    internal void AssertNamedFunctionsCalled(Type tests)
    {
        if (FunctionStub.Current is not null)
        {
            return;
        }

        MethodInfo test = tests.GetMethod(TestContext.Current.TestMethod!.MethodName)!;
        Assert.Empty(test.GetCustomAttributes<FunctionAttribute>().SelectMany(static attribute => attribute.Names).Except(_called.Keys));
    }
}
