using System.Globalization;
using System.Threading.Tasks;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class StackTests
{
    [Theory]
    [InlineData(256, "bound")]
    [InlineData(256, "prepared")]
    [InlineData(256, "start")]
    [InlineData(512, "bound")]
    [InlineData(512, "prepared")]
    [InlineData(512, "start")]
    [InlineData(640, "bound")]
    [InlineData(640, "prepared")]
    [InlineData(640, "start")]
    public async Task Guest_OnAThreadWithASmallStack_ThrowsInsufficientExecutionStackException(int kibibytes, string way)
    {
        ChildProcess child = await ChildProcess.Run(StackChild.Recurse, kibibytes.ToString(CultureInfo.InvariantCulture), way);
        Assert.Equal((0, "InsufficientExecutionStackException"), (child.ExitCode, child.Output.Trim()));
    }

    [Theory]
    [InlineData(800, "bound")]
    [InlineData(1024, "prepared")]
    [InlineData(8192, "start")]
    public async Task Recursion_OnAThreadWithEnoughStack_Traps(int kibibytes, string way)
    {
        ChildProcess child = await ChildProcess.Run(StackChild.Recurse, kibibytes.ToString(CultureInfo.InvariantCulture), way);
        Assert.Equal((0, nameof(TrapException)), (child.ExitCode, child.Output.Trim()));
    }
}
