// One model, asked for 4 to 6 territories at the same time; RAII and vectors.
#include <canton.h>
#include <cstdio>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

template <auto release> struct Free {
    template <class T> void operator()(T *p) const { release(p); }
};
using Settings = std::unique_ptr<ct_settings, Free<ct_settings_free>>;
using Model = std::unique_ptr<ct_model, Free<ct_model_free>>;
using Result = std::unique_ptr<ct_result, Free<ct_result_free>>;

/// f(arguments..., &err), and what it says is thrown.
template <class F, class... A> void call(F f, A... arguments)
{
    ct_error err{};
    if (f(arguments..., &err) != CT_OK) throw std::runtime_error(err.text);
}

static Model make_grid(int32_t side)
{
    std::vector<double> lon, lat, visits;
    std::vector<int32_t> a, b;
    for (int32_t i = 0; i < side * side; i++) {
        lon.push_back(-100 + 0.2 * (i % side));
        lat.push_back(40 + 0.2 * (i / side));
        visits.push_back(1 + 7 * i % 5);
        if (i % side) a.push_back(i), b.push_back(i - 1);
        if (i >= side) a.push_back(i), b.push_back(i - side);
    }
    ct_model *m = nullptr;
    call(ct_model_new, side * side, nullptr, lon.data(), lat.data(), &m);
    Model model(m);
    call(ct_model_measure, m, "visits", 0, visits.data());
    call(ct_model_neighbors, m, int64_t(a.size()), a.data(), b.data(), nullptr);
    return model;
}

static Result solve(const ct_model *model, int k)
{
    ct_settings *s = nullptr;
    ct_result *r = nullptr;
    call(ct_settings_new, &s);
    Settings settings(s);
    call(ct_settings_set, s, "k", std::to_string(k).c_str());
    call(ct_settings_set, s, "effort", "1");
    call(ct_model_solve, model, s, nullptr, nullptr, &r);
    return Result(r);
}

int main()
try {
    const Model model = make_grid(20);
    std::vector<std::future<Result>> plans;
    for (int k = 4; k <= 6; k++)
        plans.push_back(std::async(std::launch::async, solve, model.get(), k));
    for (auto &plan : plans) {
        const Result r = plan.get();
        const double *total = ct_result_total(r.get(), "visits");
        const std::vector<double> totals(total, total + ct_result_territories(r.get()));
        std::printf("%zu territories:", totals.size());
        for (double t : totals) std::printf(" %.0f", t);
        std::printf("\n");
    }
} catch (const std::exception &e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
}
