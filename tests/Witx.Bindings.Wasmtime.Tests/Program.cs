using System.Linq;
using System.Threading.Tasks;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Witx.Bindings.Wasmtime.Tests;

internal static class Program
{
    private static async Task<int> Main(string[] arguments) =>
        arguments is [ChildProcess.Argument, .. { } child] ? ChildProcess.Enter(child)
        : arguments.Any(static argument => argument is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(arguments);
}
