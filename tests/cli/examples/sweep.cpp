// 20 x 20 regions into 4, 5 and 6 territories at the same time, from memory to memory.
#include <canton.h>
#include <cstdio>
#include <future>
#include <memory>
#include <string>
#include <vector>

static std::string solve(const ct_model *model, int k)
{
    ct_error err{};
    ct_settings *s = nullptr;
    ct_result *r = nullptr;
    std::string text = std::to_string(k) + " territories:";
    if (ct_settings_new(&s, &err) || ct_settings_set(s, "k", std::to_string(k).c_str(), &err) ||
        ct_model_solve(model, s, nullptr, nullptr, &r, &err))
        text += err.text;
    const std::unique_ptr<ct_settings, void (*)(ct_settings *)> settings(s, ct_settings_free);
    const std::unique_ptr<ct_result, void (*)(ct_result *)> result(r, ct_result_free);
    for (int t = 0; r && t < k; t++) text += " " + std::to_string(ct_result_total(r, "visits")[t]);
    return text;
}

int main()
{
    double lon[400], lat[400], visits[400];
    std::vector<int32_t> a, b;
    for (int32_t i = 0; i < 400; i++) {
        lon[i] = -100 + 0.2 * (i % 20), lat[i] = 40 + 0.2 * (i / 20), visits[i] = 1 + 7 * i % 5;
        if (i % 20) a.push_back(i), b.push_back(i - 1);
        if (i >= 20) a.push_back(i), b.push_back(i - 20);
    }
    ct_model *m = nullptr;
    if (ct_model_new(400, nullptr, lon, lat, &m, nullptr) ||
        ct_model_measure(m, "visits", 0, visits, nullptr) ||
        ct_model_neighbors(m, int64_t(a.size()), a.data(), b.data(), nullptr, nullptr))
        return 1;
    const std::unique_ptr<ct_model, void (*)(ct_model *)> model(m, ct_model_free);
    std::vector<std::future<std::string>> plans;
    for (int k = 4; k <= 6; k++) plans.push_back(std::async(std::launch::async, solve, m, k));
    for (auto &plan : plans) std::puts(plan.get().c_str());
}
